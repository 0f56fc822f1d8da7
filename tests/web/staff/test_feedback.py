"""Remarks about cards, read and answered by the team within its rights."""

import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.matching.models import Feedback
from app.matching.services.record_feedback import record_feedback
from app.programmes import queries as programmes
from tests.factories import grant, make_application, make_call, make_person

PATH = "/en/team/feedback"


@pytest.fixture
def call():
    return make_call(openings=2)


@pytest.fixture
def said(call):
    """A remark about a new file of the call."""

    def make(text="Nous sommes une startup agricole", place=True):
        owner = make_person(Role.APPLICANT)
        application = make_application(actor=owner, call=call)
        opening = programmes.openings(call.id)[1].id if place else None
        with transaction():
            return record_feedback(application_id=application.id, actor=owner, text=text, opening_id=opening)

    return make


def _answer(client, remark, **values):
    return client.send(f"{PATH}/{remark.id}", {"agreed": "yes", "answer": "Vous avez raison.", **values}, page=PATH)


def test_the_card_and_the_remark_stand_side_by_side(sign_in, said):
    remark = said()

    page = sign_in(make_person(Role.STAFF)).get(PATH).text

    assert remark.text in page
    assert "The card says" in page and " / 100" in page
    assert "Place they think right" in page


def test_agreeing_is_noted_with_who_and_the_list_moves_on(sign_in, said):
    remark, staff = said(), make_person(Role.STAFF)
    client = sign_in(staff)

    answer = _answer(client, remark)

    db.session.refresh(remark)
    assert answer.status_code == 303
    assert (remark.agreed, remark.answer, remark.handled_by_id) == (True, "Vous avez raison.", staff.id)
    assert "No remark here" in client.get(PATH).text
    assert "Vous avez raison." in client.get(f"{PATH}?show=answered").text


@pytest.mark.parametrize(("values", "name"), [({"agreed": ""}, "agreed"), ({"answer": " "}, "answer")])
def test_an_answer_without_side_or_sentence_is_refused_beside_its_field(sign_in, said, values, name):
    remark = said()

    answer = _answer(sign_in(make_person(Role.STAFF)), remark, **values)

    assert answer.status_code == 422
    assert f'href="#{name}-{remark.id}"' in answer.text
    assert f'id="{name}-{remark.id}"' in answer.text
    if name == "agreed":
        assert "Vous avez raison." in answer.text


def test_only_files_of_ones_scope_are_listed_and_answered(sign_in, said):
    remark = said()
    elsewhere = grant(make_person(), Role.STAFF, call_id=make_call().id)
    client = sign_in(elsewhere)

    assert remark.text not in client.get(PATH).text
    assert _answer(client, remark).status_code == 404


def test_nobody_outside_the_team_enters(sign_in, said):
    said()

    assert sign_in(make_person(Role.APPLICANT)).get(PATH).status_code == 403


def test_a_second_answer_is_refused(sign_in, said):
    remark = said()
    client = sign_in(make_person(Role.STAFF))
    _answer(client, remark)
    other = said()

    late = client.send(f"{PATH}/{remark.id}", {"agreed": "no", "answer": "Non"}, page=PATH)

    assert late.status_code == 422
    assert "Somebody has answered this remark already" in late.text
    assert db.session.get(Feedback, other.id).handled_at is None


def test_a_page_of_the_list_costs_the_same_for_one_and_for_many(sign_in, said, count_statements):
    client = sign_in(make_person(Role.STAFF))
    counts = []
    for number in (1, 3):
        for _ in range(number):
            said()
        with count_statements() as statements:
            assert client.get(PATH).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 4
