"""Giving a place back: the first who waits moves up and is told."""

import pytest
import sqlalchemy as sa

from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import Conflict, NotFound
from app.events.services.cancel_registration import cancel_registration
from app.events.services.promote import promote_waiting
from app.events.states import EventState, RegistrationState
from app.mail.models import Message
from app.mail.purposes import Purpose
from tests.services.events.desk import again, enter, make_event, make_registration, over, running


def cancel(one):
    with transaction():
        return cancel_registration(code=one.code)


def test_a_cancelled_place_goes_to_those_who_wait_in_their_order():
    event = make_event(capacity=1)
    holder, second, third = (enter(event, f"{name}@exemple.ma") for name in "abc")
    jobs.run_all()

    cancel(holder)
    jobs.run_all()

    assert [again(one).state.value for one in (holder, second, third)] == ["cancelled", "registered", "waiting"]
    assert again(event).places_taken == 1
    told = db.session.execute(
        sa.select(Message.purpose, Message.to_email).where(Message.purpose == Purpose.EVENT_REGISTERED)
    ).all()
    assert sorted(address for _purpose, address in told) == ["a@exemple.ma", "b@exemple.ma"]


def test_somebody_who_waits_gives_up_without_freeing_a_place():
    event = make_event(capacity=1)
    enter(event, "a@exemple.ma")
    late = enter(event, "b@exemple.ma")

    cancel(late)

    assert again(late).state is RegistrationState.CANCELLED
    assert again(event).places_taken == 1


def test_cancelling_twice_frees_one_place():
    event = make_event(capacity=3)
    one, _other = enter(event, "a@exemple.ma"), enter(event, "b@exemple.ma")

    cancel(one)
    cancel(one)

    assert again(event).places_taken == 1


@pytest.mark.parametrize("made", [over, running])
def test_nothing_is_cancelled_once_the_event_has_begun(made):
    one = make_registration(made())

    with pytest.raises(Conflict):
        cancel(one)


def test_a_guessed_code_cancels_nothing():
    with pytest.raises(NotFound), transaction():
        cancel_registration(code="abcdefghjkmnpqrs")


@pytest.mark.parametrize(("state", "moved"), [(EventState.CLOSED, 1), (EventState.CANCELLED, 0)])
def test_those_who_wait_move_up_while_the_event_is_to_come(state, moved):
    event = make_event(state=state, capacity=2)
    make_registration(event, state=RegistrationState.WAITING)

    with transaction():
        assert promote_waiting(again(event), actor=None) == moved


def test_nobody_moves_up_after_the_event():
    event = over(capacity=2)
    make_registration(event, state=RegistrationState.WAITING)

    with transaction():
        assert promote_waiting(again(event), actor=None) == 0
