"""What came of an event, noted and removed."""

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.clock import today, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.events import results
from app.events.models import EventResult
from app.events.services.note_result import Came, note_result, remove_result
from app.events.states import EventState, ResultKind
from app.outcomes.measures import FundingKind
from app.outcomes.models import Funding
from app.reviews.scope import followed
from app.startups.models import MemberRole, Membership
from tests.factories import grant, make_person, make_site, save
from tests.services.cohorts.rows import make_startup
from tests.services.events.desk import came, over


def make_funding(startup, **values):
    values = {
        "kind": FundingKind.ROUND, "amount": 900_000, "received_on": today(), "source": "team",
        "recorded_by_id": make_person(Role.STAFF).id, "recorded_at": utcnow(),
    } | values  # fmt: skip
    return save(Funding(id=uuid.uuid4(), startup_id=startup.id, **values))


def note(event, startup, actor=None, **values):
    actor = actor or make_person(Role.STAFF)
    values = {"kind": ResultKind.MEETING, "noted_on": today()} | values
    with transaction():
        return note_result(
            event_id=event.id, came=Came(startup_id=startup.id, **values), actor=actor, within=followed(actor)
        )


def remove(result, actor=None, reason="Erreur."):
    actor = actor or make_person(Role.STAFF)
    with transaction():
        return remove_result(result_id=result.id, actor=actor, within=followed(actor), reason=reason)


def test_a_meeting_is_noted_without_a_round():
    startup = make_startup()

    result = note(over(), startup, note="Vu un fonds.", funding_id=make_funding(startup).id)

    assert (result.kind, result.funding_id, result.note) == (ResultKind.MEETING, None, "Vu un fonds.")


def test_a_round_names_one_of_the_startup():
    startup = make_startup()
    funding = make_funding(startup)

    assert note(over(), startup, kind=ResultKind.ROUND, funding_id=funding.id).funding_id == funding.id


@pytest.mark.parametrize("which", ["none", "others", "removed"])
def test_another_round_is_refused(which):
    startup = make_startup()
    funding = {
        "none": lambda: None,
        "others": lambda: make_funding(make_startup()).id,
        "removed": lambda: make_funding(startup, removed_at=utcnow()).id,
    }[which]()

    with pytest.raises(InvalidInput) as refused:
        note(over(), startup, kind=ResultKind.ROUND, funding_id=funding)

    assert refused.value.field == "funding"


@pytest.mark.parametrize("day", [date(2020, 1, 1), today() + timedelta(days=1)])
def test_the_day_is_between_the_event_and_today(day):
    with pytest.raises(InvalidInput) as refused:
        note(over(), make_startup(), noted_on=day)

    assert refused.value.field == "noted_on"


def test_nothing_comes_of_a_cancelled_event():
    event = over()
    with transaction():
        db.session.execute(sa.update(type(event)).values(state=EventState.CANCELLED))

    with pytest.raises(Conflict):
        note(event, make_startup())


def test_a_startup_one_is_related_to_is_out_of_reach():
    actor, startup, event = make_person(Role.STAFF), make_startup(), over()
    result = note(event, startup)
    save(Membership(id=uuid.uuid4(), startup_id=startup.id, person_id=actor.id, role=MemberRole.VIEWER))
    came(event, startup_id=startup.id)

    with pytest.raises(NotFound):
        note(event, startup, actor)
    with pytest.raises(NotFound):
        remove(result, actor)
    assert results.listed(event.id, followed(actor)) == results.startups(event.id, followed(actor)) == []


def test_the_team_of_another_site_notes_and_removes_nothing():
    event, startup = over(site=make_site()), make_startup()
    result = note(event, startup)
    stranger = grant(make_person(), Role.STAFF, site_id=make_site().id)

    with pytest.raises(NotAllowed):
        note(event, startup, stranger)
    with pytest.raises(NotFound), transaction():
        remove_result(result_id=result.id, actor=stranger, within=sa.true(), reason="x")


def test_a_removed_result_leaves_its_words_in_the_trace():
    event = over()
    result = note(event, make_startup(), note="Faux.")

    assert remove(result, reason="Doublon.") == event.id

    assert db.session.scalar(sa.select(sa.func.count()).select_from(EventResult)) == 0
    trace = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "event_result.remove")).one()
    assert (trace.reason, trace.before["note"]) == ("Doublon.", "Faux.")


def test_removal_needs_a_reason():
    with pytest.raises(InvalidInput):
        remove(note(over(), make_startup()), reason="")


def test_startups_are_those_of_the_event_and_those_of_a_name():
    event, here = over(), make_startup(name="Atlas")
    named, _other = make_startup(name="Zellige"), make_startup(name="Other")
    came(event, startup_id=here.id)
    actor = make_person(Role.STAFF)

    assert [row.id for row in results.startups(event.id, followed(actor))] == [here.id]
    assert [row.id for row in results.startups(event.id, followed(actor), words="zell")] == [here.id, named.id]
    funding = make_funding(here)
    assert [row.id for row in results.rounds([here.id, named.id])] == [funding.id]
