"""The answer to an offer, after publication only."""

import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.models import Application
from app.applications.services import transition
from app.applications.states import Shown, Stage
from app.core.db import db, transaction
from app.decisions import queries as decisions
from app.decisions.services import announce
from app.decisions.services.decide import Verdict, decide
from app.decisions.services.transition import move_decision
from app.decisions.states import DecisionKind
from app.programmes import queries as programmes
from tests.factories import make_application, make_call, make_person, make_reason


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


def decided(owner, kind="accept", **values):
    call, lead = make_call(), make_person(Role.LEAD)
    application = make_application(actor=owner, call=call)
    if kind in ("accept", "waitlist", "redirect"):
        values["opening_id"] = programmes.openings(call.id)[-1].id
    with transaction():
        decide(application_id=application.id, actor=lead, verdict=Verdict(kind=DecisionKind(kind), **values))
    return application, lead


def published(owner, kind="accept", **values):
    application, lead = decided(owner, kind, **values)
    moves = {"accept": "publish_offer", "waitlist": "publish_waitlist", "redirect": "publish_redirect"}
    with transaction():
        row = queries.get_for_update(application.id)
        decision = decisions.in_force(application.id)
        move_decision(decision, "publish", actor=lead)
        transition.move(row, moves.get(kind, "publish_rejection"), actor=lead)
        announce.publish(row, decision, actor=lead, batch_id=None, hold=False)
    return application


def test_before_publication_there_is_nothing_to_answer(sign_in, owner):
    application, _lead = decided(owner)
    client = sign_in(owner)

    answer = client.send(f"/en/applications/{application.id}/offer/confirm", page="/en/account")

    assert "A place is offered" not in client.get(f"/en/applications/{application.id}").text
    assert client.get(f"/en/applications/{application.id}/offer/decline").status_code == 303
    assert db.session.get(Application, application.id).shown is Shown.NOTHING
    assert answer.status_code == 409


def test_an_offer_is_confirmed(sign_in, owner):
    application = published(owner)
    client = sign_in(owner)
    page = client.get(f"/en/applications/{application.id}")
    assert "Confirm my place" in page.text
    assert "Your answer is awaited, before" in client.get("/en/applications").text

    answer = client.send(f"/en/applications/{application.id}/offer/confirm", page=f"/en/applications/{application.id}")

    assert answer.status_code == 303
    assert db.session.get(Application, application.id).stage is Stage.CONFIRMED
    assert "Your place is confirmed." in client.get(answer.location).text


def test_an_offer_is_declined_on_a_page_of_its_own(sign_in, owner):
    application = published(owner)
    client = sign_in(owner)

    answer = client.send(f"/en/applications/{application.id}/offer/decline")

    assert answer.status_code == 303
    assert db.session.get(Application, application.id).stage is Stage.DECLINED
    page = client.get(f"/en/applications/{application.id}").text
    assert "It is free for others." in page
    assert "somebody else" not in page


def test_a_refusal_gives_its_reason_and_what_is_open(sign_in, owner):
    make_reason()
    application = published(owner, "reject", reason_code="stage_early", feedback="Montrez un prototype.")
    make_call(title={"en": "Next call"})

    page = sign_in(owner).get(f"/en/applications/{application.id}")

    assert "Trop tôt pour ce programme. en" in page.text
    assert "Montrez un prototype." in page.text
    assert "Next call" in page.text


@pytest.mark.parametrize(
    ("kind", "words"), [("waitlist", "You are on the waiting list."), ("redirect", "Another programme")]
)
def test_the_other_answers_name_their_place(sign_in, owner, kind, words):
    application = published(owner, kind)

    page = sign_in(owner).get(f"/en/applications/{application.id}")

    assert words in page.text
    assert "Programme" in page.text


def test_strangers_answer_nothing(sign_in, owner):
    application = published(owner)
    client = sign_in(make_person())

    assert client.send(f"/en/applications/{application.id}/offer/confirm", page="/en/account").status_code == 404
    assert client.get(f"/en/applications/{application.id}/offer/decline").status_code == 404
