"""Create, edit, open, extend, close, archive; openings and their seats."""

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.programmes.queries import openings
from app.programmes.services.close_call import archive_call, close_call
from app.programmes.services.edit_call import add_opening, change_seats, create_call, edit_call
from app.programmes.services.extend_call import extend_call
from app.programmes.services.open_call import open_call
from app.programmes.states import CallState
from tests.factories import make_call, make_person, make_programme, make_site, texts

NOW = utcnow()
VALUES = {
    "title": texts("Appel"), "summary": texts("x"), "opens_at": NOW, "closes_at": NOW + timedelta(days=9),
}  # fmt: skip


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


def _do(action, **values):
    with transaction():
        return action(**values)


def test_from_draft_to_archive(admin):
    call = _do(create_call, actor=admin, key="automne", values=VALUES)
    with pytest.raises(Conflict, match="at least one opening"):
        _do(open_call, actor=admin, call_id=call.id)
    place = {"programme_id": make_programme().id, "site_id": make_site().id}
    _do(add_opening, actor=admin, call_id=call.id, seats=3, **place)
    with pytest.raises(Conflict, match="already open"):
        _do(add_opening, actor=admin, call_id=call.id, seats=3, **place)
    _do(open_call, actor=admin, call_id=call.id)
    _do(close_call, actor=admin, call_id=call.id, reason="complet")
    later = call.closes_at + timedelta(days=3)
    _do(extend_call, actor=admin, call_id=call.id, closes_at=later, reason="report")
    assert (call.state, call.closes_at) == (CallState.OPEN, later)
    _do(close_call, actor=admin, call_id=call.id, reason="fin")
    _do(archive_call, actor=admin, call_id=call.id)

    actions = [event.action for event in audit.history(call.id)]
    assert actions == [
        "call.archive", "call.close", "call.reopen", "call.extend", "call.close", "call.open", "call.create",
    ]  # fmt: skip


def test_dates_in_the_wrong_order(admin):
    with pytest.raises(InvalidInput) as caught:
        _do(create_call, actor=admin, key="x", values=VALUES | {"closes_at": NOW - timedelta(days=1)})
    assert caught.value.field == "closes_at"


def test_a_key_is_used_once(admin):
    _do(create_call, actor=admin, key="x", values=VALUES)
    with pytest.raises(Conflict):
        _do(create_call, actor=admin, key="x", values=VALUES)


def test_a_published_call_moves_its_date_by_extending_only(admin):
    call = make_call()

    _do(edit_call, actor=admin, call_id=call.id, values={"summary": texts("Nouveau")})
    with pytest.raises(Conflict, match="extend"):
        _do(edit_call, actor=admin, call_id=call.id, values={"closes_at": call.closes_at + timedelta(days=1)})
    with pytest.raises(InvalidInput):
        _do(extend_call, actor=admin, call_id=call.id, closes_at=call.closes_at, reason="x")


def test_seats_never_go_below_what_is_taken(admin):
    opening = openings(make_call(seats=2).id)[0]
    with transaction():
        db.session.get(type(opening), opening.id).seats_taken = 2

    with pytest.raises(Conflict, match="already taken"):
        _do(change_seats, actor=admin, opening_id=opening.id, seats=1)
    _do(change_seats, actor=admin, opening_id=opening.id, seats=5)
    db.session.expire_all()
    assert opening.seats == 5


def test_only_admins(admin):
    for role in (Role.STAFF, Role.LEAD, Role.DIRECTOR):
        with pytest.raises(NotAllowed):
            _do(create_call, actor=make_person(role), key="y", values=VALUES)


def test_drafts_of_an_archived_call_are_told_not_sent(admin):
    from app.core import jobs
    from tests.factories import make_application, make_draft

    call = make_call()
    draft, sent = make_draft(call=call), make_application(call=call)
    _do(close_call, actor=admin, call_id=call.id, reason="fin")
    jobs.run_all()
    db.session.expire_all()
    assert draft.stage == "draft"
    _do(archive_call, actor=admin, call_id=call.id)
    jobs.run_all()

    db.session.expire_all()
    assert (draft.stage, sent.stage) == ("expired", "eligible")


def test_a_closing_date_moves_both_ways_but_stays_ahead(admin):
    call = make_call()
    sooner = call.closes_at - timedelta(days=1)
    _do(extend_call, actor=admin, call_id=call.id, closes_at=sooner, reason="erreur")
    assert call.closes_at == sooner

    for moment, told in (
        (sooner, "already"),
        (NOW - timedelta(hours=1), "in the future"),
        (NOW.replace(year=2101), "between 2020 and 2100"),
    ):
        with pytest.raises(InvalidInput, match=told):
            _do(extend_call, actor=admin, call_id=call.id, closes_at=moment, reason="x")


def test_dates_of_a_new_call_lie_ahead_and_in_order(admin):
    past = {"opens_at": NOW - timedelta(days=9), "closes_at": NOW - timedelta(days=1)}
    with pytest.raises(InvalidInput, match="in the future"):
        _do(create_call, actor=admin, key="x", values=VALUES | past)
    with pytest.raises(InvalidInput, match="Answers cannot be promised"):
        _do(create_call, actor=admin, key="x", values=VALUES | {"answers_by": NOW.date()})


def test_an_opening_needs_what_exists(admin):
    call = make_call(openings=0)
    with pytest.raises(InvalidInput, match="Choose a programme and a site"):
        _do(add_opening, actor=admin, call_id=call.id, seats=3, programme_id=call.id, site_id=make_site().id)
