"""Tell us we are wrong, from the side of the startup."""

import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.matching.models import Feedback
from app.matching.services.handle_feedback import handle_feedback
from app.programmes import queries as programmes
from tests.factories import make_application, make_call, make_draft, make_person
from tests.web_client import put_session


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


@pytest.fixture
def application(owner):
    return make_application(actor=owner, call=make_call(openings=2))


def _path(application):
    return f"/en/applications/{application.id}/fit/feedback"


def _card(application):
    return f"/en/applications/{application.id}/fit"


def test_a_remark_is_kept_shown_and_changed(sign_in, owner, application):
    client, opening = sign_in(owner), programmes.openings(application.call_id)[1]

    first = client.send(_path(application), {"text": "Pas le bon secteur", "opening": ""}, page=_card(application))
    again = client.send(
        _path(application), {"text": "Nous sommes à Agadir", "opening": str(opening.id)}, page=_card(application)
    )

    said = db.session.query(Feedback).one()
    assert (first.status_code, again.status_code) == (303, 303)
    assert (said.text, said.opening_id, said.person_id) == ("Nous sommes à Agadir", opening.id, owner.id)
    page = client.get(_card(application)).text
    assert "Nous sommes à Agadir" in page
    assert f'<option value="{opening.id}" selected' in page[page.index('id="wrong"') :]


@pytest.mark.parametrize("posted", [{"text": " "}, {"text": "x" * 1001}, {"text": "Non", "opening": "nonsense"}])
def test_what_cannot_be_used_is_told_beside_the_field_and_nothing_typed_is_lost(sign_in, owner, application, posted):
    answer = sign_in(owner).send(_path(application), {"opening": "", **posted}, page=_card(application))

    assert answer.status_code == 422
    assert 'href="#opening"' in answer.text if "nonsense" in posted.values() else 'href="#text"' in answer.text
    assert posted["text"].strip() in answer.text
    assert db.session.query(Feedback).count() == 0


def test_an_opening_of_another_call_is_refused(sign_in, owner, application):
    foreign = programmes.openings(make_call().id)[0]

    answer = sign_in(owner).send(
        _path(application), {"text": "Là-bas", "opening": str(foreign.id)}, page=_card(application)
    )

    assert answer.status_code == 422
    assert "Choose among the places of this call" in answer.text


def test_the_answer_of_the_team_stands_on_the_card_and_ends_the_matter(sign_in, owner, application):
    client = sign_in(owner)
    client.send(_path(application), {"text": "Pas le bon secteur"}, page=_card(application))
    with transaction():
        handle_feedback(
            feedback_id=db.session.query(Feedback).one().id,
            actor=make_person(Role.STAFF),
            agreed=True,
            answer="Merci, vu.",
        )

    page = client.get(_card(application)).text
    late = client.send(_path(application), {"text": "Encore"}, page="/en/applications")

    assert "The team agrees with you." in page and "Merci, vu." in page
    assert 'name="text"' not in page
    assert late.status_code == 422
    assert "The team has answered already" in late.text


def test_a_draft_has_no_card_to_talk_about(sign_in, owner):
    draft = make_draft(actor=owner)
    client = sign_in(owner)

    assert 'id="wrong"' not in client.get(_card(draft)).text
    assert client.send(_path(draft), {"text": "Déjà faux"}, page="/en/applications").status_code == 422
    assert "send your application first" in client.get(_path(draft)).text


def test_a_stranger_gets_404(sign_in, application):
    client = sign_in(make_person(Role.APPLICANT))

    assert client.get(_path(application)).status_code == 404
    assert client.send(_path(application), {"text": "x"}, page="/en/applications").status_code == 404


def test_signing_in_again_keeps_what_was_typed(client, sign_in, owner, application):
    client = sign_in(owner)
    page = client.get(_card(application)).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    with client.session_transaction() as session:
        session.clear()

    refused = client.post(_path(application), data={"csrf_token": token, "text": "Écrit sans session"})
    put_session(client, owner)

    assert refused.status_code == 303
    assert "Écrit sans session" in client.get(_path(application)).text
