"""Opening, closing and cancelling events."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, TransitionNotAllowed
from app.events.services.cancel_event import cancel_event
from app.events.services.cancel_registration import cancel_registration
from app.events.services.open_registration import close_registration, open_registration
from app.events.states import EventState
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.states import MessageState
from tests.factories import grant, make_person, make_site
from tests.services.events.desk import again, enter, make_event, make_registration, over


def run(service, event, actor=None, **values):
    with transaction():
        return service(event_id=event.id, actor=actor or make_person(Role.STAFF), **values)


def test_registration_opens_closes_and_opens_again():
    event = make_event(state=EventState.DRAFT)

    for service, state in ((open_registration, "open"), (close_registration, "closed"), (open_registration, "open")):
        run(service, event)
        assert again(event).state == state


def test_an_event_that_is_over_does_not_open():
    with pytest.raises(Conflict):
        run(open_registration, over())


def test_a_draft_does_not_close():
    with pytest.raises(TransitionNotAllowed):
        run(close_registration, make_event(state=EventState.DRAFT))


def test_those_registered_or_waiting_are_told_why_it_is_cancelled():
    event = make_event(capacity=1)
    gone = enter(event, "a@exemple.ma")
    with transaction():
        cancel_registration(code=gone.code)
    enter(event, "b@exemple.ma")
    enter(event, "c@exemple.ma")
    make_registration(again(event), email="k7code", state="waiting")

    told = run(cancel_event, event, reason="La salle est inondée.")

    mails = db.session.scalars(sa.select(Message).where(Message.purpose == Purpose.EVENT_CANCELLED)).all()
    assert told == 2
    assert sorted(m.to_email for m in mails) == ["b@exemple.ma", "c@exemple.ma"]
    assert {m.state for m in mails} == {MessageState.QUEUED}
    assert all("La salle est inondée." in m.body for m in mails)
    assert again(event).state is EventState.CANCELLED
    reasons = db.session.scalars(sa.select(AuditEvent.reason).where(AuditEvent.action == "event.tell_cancelled"))
    assert list(reasons) == ["La salle est inondée."]


def test_it_is_cancelled_once_and_with_a_reason():
    event = make_event()

    with pytest.raises(InvalidInput):
        run(cancel_event, event, reason="")
    run(cancel_event, event, reason="Grève.")
    with pytest.raises(TransitionNotAllowed):
        run(cancel_event, event, reason="Grève.")


def test_what_is_over_is_not_cancelled():
    with pytest.raises(Conflict):
        run(cancel_event, over(), reason="Trop tard.")


@pytest.mark.parametrize("service", [open_registration, close_registration, cancel_event])
def test_another_sites_event_is_not_touched(service):
    event = make_event(site=make_site())
    stranger = grant(make_person(), Role.STAFF, site_id=make_site().id)
    values = {"reason": "x"} if service is cancel_event else {}

    with pytest.raises(NotAllowed):
        run(service, event, stranger, **values)
