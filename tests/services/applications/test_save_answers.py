import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.services.save_answers import mark, save_answers
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed, NotFound
from app.questionnaires import queries as questionnaires
from app.startups.models import MemberRole, Membership
from tests.factories import make_application, make_draft, make_person, save


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


@pytest.fixture
def draft(owner):
    return make_draft(actor=owner, filled=False)


def _save(draft, actor, posted, *, page="idea", seen=None, complete=False):
    with transaction():
        return save_answers(
            application_id=draft.id, actor=actor, page_key=page, posted=posted, seen=seen or {}, complete=complete
        )


def test_answers_are_kept_and_counted(draft, owner):
    saved = _save(draft, owner, {"pitch": ["Un capteur."], "stage": ["idea"]})

    assert queries.answers(draft.id)["pitch"] == "Un capteur."
    assert (saved.errors, saved.clashes, saved.application.row_version) == ({}, {}, 2)


def test_an_unreadable_answer_keeps_the_others(draft, owner):
    saved = _save(draft, owner, {"customers": ["beaucoup"], "revenue_12m": ["1.360"]}, page="sales")

    assert queries.answers(draft.id)["revenue_12m"] == 1360
    assert "whole number" in saved.errors["customers"].message


def test_a_text_that_is_too_long_is_kept_and_said(draft, owner):
    saved = _save(draft, owner, {"pitch": ["x" * 260]})

    assert len(queries.answers(draft.id)["pitch"]) == 260
    assert saved.errors["pitch"].values["num"] == 60


def test_missing_answers_are_asked_for_when_the_page_is_finished(draft, owner):
    assert _save(draft, owner, {}).errors == {}
    assert set(_save(draft, owner, {}, complete=True).errors) == {"pitch", "stage"}


def test_a_hidden_question_is_never_missing(draft, owner):
    saved = _save(draft, owner, {"company_status": ["not_created"]}, page="company", complete=True)

    assert saved.errors == {}


def test_an_ice_with_a_slip_is_kept_with_a_warning(draft, owner):
    saved = _save(draft, owner, {"company_status": ["sarl"], "ice": ["001509176000009"]}, page="company")

    assert queries.answers(draft.id)["ice"] == "001509176000009"
    assert "ice" in saved.warnings


def test_what_somebody_else_changed_is_not_overwritten(draft, owner):
    editor = make_person(Role.APPLICANT)
    save(Membership(startup_id=draft.startup_id, person_id=editor.id, role=MemberRole.EDITOR))
    _save(draft, owner, {"pitch": ["première"]})
    seen = {"pitch": mark("première")}
    _save(draft, editor, {"pitch": ["deuxième"]}, seen=seen)

    saved = _save(draft, owner, {"pitch": ["troisième"]}, seen=seen)

    assert queries.answers(draft.id)["pitch"] == "deuxième"
    assert (saved.clashes["pitch"].by, saved.clashes["pitch"].stored) == (editor.id, "deuxième")


def test_a_page_that_did_not_touch_an_answer_leaves_a_newer_one(draft, owner):
    _save(draft, owner, {"pitch": ["première"]})
    seen = {"pitch": mark("première"), "stage": mark(None)}
    _save(draft, owner, {"pitch": ["deuxième"]}, seen=seen)

    saved = _save(draft, owner, {"pitch": ["première"], "stage": ["idea"]}, seen=seen)

    assert queries.answers(draft.id) | {} == queries.answers(draft.id) | {"pitch": "deuxième", "stage": "idea"}
    assert saved.clashes == {}


def test_strangers_learn_nothing(draft):
    with pytest.raises(NotFound):
        _save(draft, make_person(), {"pitch": ["x"]})


def test_a_reader_cannot_write(draft):
    reader = make_person()
    save(Membership(startup_id=draft.startup_id, person_id=reader.id, role=MemberRole.VIEWER))

    with pytest.raises(NotAllowed):
        _save(draft, reader, {"pitch": ["x"]})


def test_a_sent_application_no_longer_changes(owner):
    sent = make_application(actor=owner)

    with pytest.raises(Conflict, match="already sent"):
        _save(sent, owner, {"pitch": ["x"]})
    assert db.session.get(type(sent), sent.id).row_version == sent.row_version


def test_a_question_that_is_not_asked_is_never_complained_of(draft, owner):
    definition = questionnaires.definition(draft.form_version_id)
    conditional = [question for question in definition.questions.values() if question.show_if]
    assert conditional

    for question in conditional:
        parent = definition.questions[question.show_if["question"]]
        other = next(option.key for option in parent.options if option.key not in question.show_if["in"])
        typed = {parent.key: [other], question.key: ["###", "31/31/9999"]}
        saved = _save(draft, owner, typed, page=question.page, complete=True)

        assert question.key not in saved.errors, question.key
        assert question.key not in saved.warnings, question.key
        assert saved.answers[parent.key] == other


def test_a_hidden_answer_that_somebody_else_changed_is_no_clash(draft, owner):
    _save(draft, owner, {"company_status": ["sarl"], "founding_date": ["01/02/2020"]}, page="company")

    saved = _save(
        draft, owner, {"company_status": ["not_created"], "founding_date": ["05/05/2021"]},
        page="company", seen={"founding_date": mark("2019-01-01")},
    )  # fmt: skip

    assert saved.clashes == {}
