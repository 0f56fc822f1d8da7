"""The waiting list for hosting: asked, reordered with a reason, withdrawn."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.models import HostingRequest
from app.cohorts.services.ask_for_place import ask_for_place
from app.cohorts.services.reorder_waiting import reorder_waiting
from app.cohorts.services.withdraw_request import withdraw_request
from app.cohorts.states import HostingState
from app.core.audit import AuditEvent
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, TransitionNotAllowed
from tests.factories import grant, make_person, make_site
from tests.services.cohorts.rows import make_request, make_startup

ALL = sa.true()


@pytest.fixture
def staff():
    return make_person(Role.STAFF)


@pytest.fixture
def site():
    return make_site()


def ask(staff, site, startup=None, *, scope=ALL, **values):
    values = {"seats": 3, "asked_on": today()} | values
    with transaction():
        return ask_for_place(
            actor=staff, site_id=site.id, startup_id=(startup or make_startup()).id, scope=scope, **values
        )


def order(site):
    statement = (
        sa.select(HostingRequest.id)
        .where(HostingRequest.site_id == site.id, HostingRequest.state == HostingState.WAITING)
        .order_by(HostingRequest.position)
    )
    return list(db.session.scalars(statement))


def move(staff, request, *, up=True, seen=None, reason="Bureau adapté.", scope=ALL):
    with transaction():
        return reorder_waiting(
            actor=staff, request_id=request.id, up=up, seen=request.position if seen is None else seen,
            reason=reason, scope=scope,
        )  # fmt: skip


def test_who_asks_is_last_in_order(staff, site):
    make_request(position=40)
    made = [ask(staff, site), ask(staff, site), ask(staff, site)]

    assert order(site) == [one.id for one in made]
    assert [one.position for one in made] == [1, 2, 3]


def test_nobody_waits_twice_at_a_site(staff, site):
    startup = make_startup()
    ask(staff, site, startup)
    ask(staff, make_site(), startup)

    with pytest.raises(Conflict) as refused:
        ask(staff, site, startup)

    assert refused.value.field == "startup"


def test_who_was_withdrawn_may_ask_again(staff, site):
    startup = make_startup()
    first = ask(staff, site, startup)
    with transaction():
        withdraw_request(actor=staff, request_id=first.id, reason="A trouvé ailleurs.", scope=ALL)

    again = ask(staff, site, startup)

    assert order(site) == [again.id]
    kept = db.session.get(HostingRequest, first.id, populate_existing=True)
    assert (kept.state, kept.ended_on, kept.note) == (HostingState.WITHDRAWN, today(), "A trouvé ailleurs.")


def test_a_day_to_come_is_refused(staff, site):
    with pytest.raises(InvalidInput) as refused:
        ask(staff, site, asked_on=today() + timedelta(days=1))

    assert refused.value.field == "asked_on"


def test_one_place_up_or_down_with_the_reason_in_the_trace(staff, site):
    first, second, third = (ask(staff, site) for _ in range(3))

    move(staff, third)
    after_up = order(site)
    move(staff, first, up=False)

    assert after_up == [first.id, third.id, second.id]
    assert order(site) == [third.id, first.id, second.id]
    reasons = db.session.scalars(sa.select(AuditEvent.reason).where(AuditEvent.action == "hosting.reorder"))
    assert list(reasons) == ["Bureau adapté."] * 2


def test_two_people_who_move_at_once_move_it_once(staff, site):
    _, second, third = (ask(staff, site) for _ in range(3))
    seen = third.position
    move(staff, third, seen=seen)

    with pytest.raises(Conflict, match="order has changed"):
        move(make_person(Role.LEAD), third, seen=seen)

    assert order(site)[1:] == [third.id, second.id]


def test_the_first_stays_first_and_the_last_last(staff, site):
    only = ask(staff, site)

    for up in (True, False):
        with pytest.raises(Conflict):
            move(staff, only, up=up)


def test_a_reason_is_needed(staff, site):
    first, second = ask(staff, site), ask(staff, site)

    with pytest.raises(InvalidInput):
        move(staff, second, reason=" ")
    with pytest.raises(InvalidInput), transaction():
        withdraw_request(actor=staff, request_id=first.id, reason="", scope=ALL)


def test_what_is_over_is_not_moved_or_withdrawn(staff, site):
    over = make_request(site, state=HostingState.SERVED, ended_on=today())

    with pytest.raises(Conflict):
        move(staff, over)
    with pytest.raises(TransitionNotAllowed), transaction():
        withdraw_request(actor=staff, request_id=over.id, reason="Non.", scope=ALL)


def test_rights_are_those_of_the_site_and_of_the_startup(staff, site):
    request, other = ask(staff, site), grant(make_person(), Role.STAFF, site_id=make_site().id)

    with pytest.raises(NotAllowed):
        ask(other, site)
    with pytest.raises(NotAllowed):
        move(other, request)
    with pytest.raises(NotAllowed), transaction():
        withdraw_request(actor=other, request_id=request.id, reason="Non.", scope=ALL)
    for act in (lambda: ask(staff, site, scope=sa.false()), lambda: move(staff, request, scope=sa.false())):
        with pytest.raises(NotFound):
            act()
