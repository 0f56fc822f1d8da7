"""Rounds, loans and grants: noted once, corrected and removed with a reason."""

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.clock import today, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.outcomes.measures import FundingKind
from app.outcomes.models import Funding
from app.outcomes.services.note_figure import Money
from app.outcomes.services.note_funding import Received, correct_funding, note_funding, remove_funding
from tests.factories import make_person
from tests.services.outcomes.desk import EVERYWHERE, make_funding, make_startup


@pytest.fixture
def staff():
    return make_person(Role.STAFF)


def received(**changes):
    values = {
        "kind": FundingKind.SEED, "received_on": date(2025, 5, 6), "money": Money(2_000_000), "from_whom": "Fonds Atlas",
        "source": "Contrat",
    } | changes  # fmt: skip
    return Received(**values)


def note(startup, actor, key=None, **changes):
    with transaction():
        return note_funding(
            startup_id=startup.id, actor=actor, within=EVERYWHERE, funding_id=key or uuid.uuid4(),
            received=received(**changes),
        )  # fmt: skip


def test_a_round_is_noted_and_is_to_be_verified(staff):
    row = note(make_startup(), staff)

    assert (row.kind, row.amount, row.from_whom, row.verified_at) == (FundingKind.SEED, 2_000_000, "Fonds Atlas", None)
    assert db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_id == str(row.id))).all() == [
        "funding.record"
    ]


def test_a_double_click_notes_one_round(staff):
    startup, key = make_startup(), uuid.uuid4()

    note(startup, staff, key)
    note(startup, staff, key)

    assert db.session.scalar(sa.select(sa.func.count(Funding.id))) == 1


def test_the_key_of_another_startup_is_refused(staff):
    key = uuid.uuid4()
    note(make_startup(), staff, key)

    with pytest.raises(Conflict):
        note(make_startup(), staff, key)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"money": Money(0)}, "value"),
        ({"received_on": today() + timedelta(days=2)}, "received_on"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_a_funding_is_refused(staff, change, field):
    with pytest.raises(InvalidInput) as refused:
        note(make_startup(), staff, **change)

    assert refused.value.field == field


def test_a_correction_takes_the_verification_of_a_funding_away(staff):
    row = make_funding(make_startup(), verified_by_id=make_person(Role.LEAD).id, verified_at=utcnow())

    with transaction():
        correct_funding(
            funding_id=row.id,
            actor=staff,
            within=EVERYWHERE,
            received=received(money=Money(1_500_000)),
            reason="Avenant",
        )

    assert (row.amount, row.verified_at, row.recorded_by_id) == (1_500_000, None, staff.id)
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "funding.correct")).one()
    assert (event.before["amount"], event.after["amount"], event.reason) == (2_000_000, 1_500_000, "Avenant")


def test_a_removed_funding_stays_with_its_day(staff):
    row = make_funding(make_startup())

    with transaction():
        remove_funding(funding_id=row.id, actor=staff, within=EVERYWHERE, reason="Noté deux fois")

    assert row.removed_at is not None
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "funding.remove")).one()
    assert (event.before["amount"], event.reason) == (2_000_000, "Noté deux fois")
    with pytest.raises(NotFound), transaction():
        remove_funding(funding_id=row.id, actor=staff, within=EVERYWHERE, reason="Encore")


def test_correcting_and_removing_need_a_reason(staff):
    row = make_funding(make_startup())

    with pytest.raises(InvalidInput, match="Write why"), transaction():
        remove_funding(funding_id=row.id, actor=staff, within=EVERYWHERE, reason=" ")
    with pytest.raises(InvalidInput, match="Write why"), transaction():
        correct_funding(funding_id=row.id, actor=staff, within=EVERYWHERE, received=received(), reason="")


def test_others_change_nothing():
    row = make_funding(make_startup())

    with pytest.raises(NotAllowed), transaction():
        remove_funding(funding_id=row.id, actor=make_person(Role.REVIEWER), within=EVERYWHERE, reason="Non")
    with pytest.raises(NotFound), transaction():
        remove_funding(funding_id=row.id, actor=make_person(Role.STAFF), within=sa.false(), reason="Non")
    with pytest.raises(NotAllowed):
        note(make_startup(), make_person(Role.APPLICANT))
