"""The outbox: one's own files only, no text with a link that lets somebody in, held mails handled by hand."""

import sqlalchemy as sa

from app.accounts.roles import Role
from app.accounts.services.invite import invite
from app.core.db import db, transaction
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.states import MessageState
from app.startups.models import MemberRole, Membership
from tests.factories import grant, make_application, make_call, make_person, save


def receipt():
    return db.session.scalars(sa.select(Message).where(Message.purpose == Purpose.RECEIPT)).one()


def hold(message):
    with transaction():
        db.session.execute(sa.update(Message).where(Message.id == message.id).values(state="held"))


def test_an_applicant_may_not_enter(sign_in):
    assert sign_in(make_person(Role.APPLICANT)).get("/fr/team/outbox").status_code == 403


def test_mails_are_listed_by_state(sign_in, lead):
    make_application(run_jobs=False)
    client = sign_in(lead)

    assert receipt().subject in client.get("/en/team/outbox?state=queued").text
    assert "No mail here" in client.get("/en/team/outbox?state=failed").text
    assert "No mail here" in client.get("/en/team/outbox?state=queued&purpose=offer").text


def test_mails_about_files_of_others_are_not_there(sign_in):
    application = make_application(run_jobs=False)
    other = grant(make_person(), Role.STAFF, call_id=make_call().id)
    related = make_person(Role.ADMIN)
    save(Membership(startup_id=application.startup_id, person_id=related.id, role=MemberRole.VIEWER))

    for person in (other, related):
        client = sign_in(person)
        assert client.get(f"/en/team/outbox/{receipt().id}").status_code == 404
        assert receipt().subject not in client.get("/en/team/outbox?state=queued").text


def test_a_link_that_lets_somebody_in_is_never_shown(sign_in, lead):
    admin = make_person(Role.ADMIN)
    with transaction():
        token = invite(actor=admin, email="nouveau@exemple.ma", role=Role.REVIEWER)
    message = db.session.scalars(sa.select(Message).where(Message.purpose == Purpose.INVITATION)).one()

    page = sign_in(admin).get(f"/en/team/outbox/{message.id}")

    assert page.status_code == 200
    assert token not in page.text
    assert sign_in(lead).get(f"/en/team/outbox/{message.id}").status_code == 404


def test_a_held_mail_is_released(sign_in, lead):
    make_application(run_jobs=False)
    message = receipt()
    hold(message)
    page = f"/en/team/outbox/{message.id}"

    answer = sign_in(lead).send(f"{page}/release", page=page)

    assert answer.status_code == 303
    assert receipt().state is MessageState.QUEUED


def test_a_mail_is_discarded_with_a_reason_only(sign_in, lead):
    make_application(run_jobs=False)
    page = f"/en/team/outbox/{receipt().id}"
    client = sign_in(lead)

    without = client.send(f"{page}/discard", {"reason": ""}, page=page)
    done = client.send(f"{page}/discard", {"reason": "Doublon"}, page=page)

    assert without.status_code == 422
    assert done.status_code == 303
    assert receipt().state is MessageState.DISCARDED
