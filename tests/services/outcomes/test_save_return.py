"""A return is saved as typed, by people who may, without losing anybody's words."""

import pytest

from app.accounts.roles import Role
from app.applications.services.save_answers import mark
from app.core.db import transaction
from app.core.errors import Conflict, NotAllowed, NotFound
from app.outcomes.measures import Measure
from app.outcomes.services.open_campaign import close_campaign
from app.outcomes.services.save_return import save_return
from app.outcomes.states import ReturnState
from app.questionnaires import queries as questionnaires
from app.startups.models import MemberRole, Membership
from tests.factories import make_person, save
from tests.services.outcomes.desk import BEFORE, EVERYWHERE, make_figure
from tests.services.outcomes.filling import NA, SAME, Filling


@pytest.fixture
def filling():
    return Filling()


def member(filling, role):
    person = make_person(Role.APPLICANT)
    save(Membership(startup_id=filling.startup.id, person_id=person.id, role=role))
    return person


def test_what_was_typed_is_kept_and_the_return_begins(filling):
    saved = filling.save(turnover="1,36 MDH")

    assert filling.one.answers == {"turnover": {"typed": "1,36 MDH"}}
    assert (filling.one.state, filling.one.row_version, filling.one.saved_by_id) == (
        ReturnState.BEGUN, 2, filling.owner.id,
    )  # fmt: skip
    assert saved.errors == {}
    assert saved.marks["turnover"] == mark({"typed": "1,36 MDH"})


def test_what_cannot_be_read_is_kept_and_asked_back(filling):
    saved = filling.save(turnover="1,5")

    assert filling.one.answers == {"turnover": {"typed": "1,5"}}
    assert "Add the unit" in saved.errors["turnover"].message


def test_an_empty_box_is_no_answer_and_differs_from_not_available(filling):
    filling.save(turnover=["", NA], jobs="4")
    filling.save(jobs="")

    assert filling.one.answers == {"turnover": {"na": True}}


def test_the_same_as_last_time_keeps_the_value_of_last_time():
    filling = Filling()
    make_figure(filling.startup, Measure.JOBS, 7, period=BEFORE)

    saved = filling.save(jobs=["", SAME], turnover=["", SAME])

    assert {measure: known.value for measure, known in saved.beside.offered.items()} == {Measure.JOBS: 7}
    assert filling.one.answers == {"jobs": {"same": 7}}


def test_two_people_never_overwrite_each_other(filling):
    editor = member(filling, MemberRole.EDITOR)
    filling.save(turnover="100 000")
    shown = mark({"typed": "100 000"})
    filling.save(turnover="120 000", seen={"turnover": shown})

    saved = filling.save(actor=editor, turnover="90 000", jobs="3", seen={"turnover": shown, "jobs": "-"})

    clash = saved.clashes["turnover"]
    assert (clash.by, clash.stored) == (filling.owner.id, {"typed": "120 000"})
    assert filling.one.answers == {"turnover": {"typed": "120 000"}, "jobs": {"typed": "3"}}


def test_what_was_not_touched_is_left_alone(filling):
    filling.save(turnover="100 000")
    version = filling.one.row_version

    filling.save(turnover="100 000", seen={"turnover": mark({"typed": "100 000"})})

    assert filling.one.row_version == version


def test_a_page_asked_whole_tells_what_is_missing(filling):
    with transaction():
        saved = save_return(
            return_id=filling.one.id, actor=filling.owner, page_key="company", posted={}, seen={}, complete=True
        )

    assert set(saved.errors) == {"active"}


def test_strangers_find_nothing_and_readers_do_not_fill(filling):
    with pytest.raises(NotFound):
        filling.save(actor=make_person(Role.APPLICANT), jobs="1")
    with pytest.raises(NotAllowed):
        filling.save(actor=member(filling, MemberRole.VIEWER), jobs="1")


def test_the_team_fills_in_by_telephone_within_its_startups(filling):
    import sqlalchemy as sa

    staff = make_person(Role.STAFF)
    call = {"return_id": filling.one.id, "page_key": "company", "posted": {"jobs": ["4"]}, "seen": {}}
    with transaction():
        save_return(actor=staff, within=EVERYWHERE, **call)

    assert filling.one.saved_by_id == staff.id
    with pytest.raises(NotFound), transaction():
        save_return(actor=staff, within=sa.false(), **call)
    with pytest.raises(NotAllowed), transaction():
        save_return(actor=make_person(Role.DIRECTOR), within=EVERYWHERE, **call)


def test_an_unknown_page_is_not_found(filling):
    with pytest.raises(NotFound), transaction():
        save_return(return_id=filling.one.id, actor=filling.owner, page_key="other", posted={}, seen={})


def test_a_sent_return_and_a_closed_campaign_take_no_more_answers(filling):
    filling.save(active="yes")
    filling.send()
    with pytest.raises(Conflict, match="are sent"):
        filling.save(jobs="1")

    other = Filling()
    with transaction():
        close_campaign(campaign_id=other.campaign.id, actor=other.lead)
    with pytest.raises(Conflict, match="closed"):
        other.save(jobs="1")


@pytest.mark.parametrize("asked", ["raised", "raised_2", "loan", "loan_2", "grant", "grant_2"])
def test_a_question_that_is_not_asked_is_never_complained_of(filling, asked):
    definition = questionnaires.definition(filling.campaign.form_version_id)
    hidden = [key for key, question in definition.questions.items() if key.startswith(f"{asked}_")]
    assert len(hidden) >= 3

    saved = filling.save(
        **{asked: "no"}, **{key: "###" for key in hidden if not key.removeprefix(f"{asked}_").isdigit()}
    )

    assert saved.errors == {}
    assert saved.warnings == {}
