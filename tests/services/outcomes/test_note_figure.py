"""The team notes and corrects a figure."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.files.models import StoredFile
from app.files.services.store import keep_pdf
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.outcomes.services.note_figure import Figure, Money, note_figure
from app.startups.models import Startup
from tests.factories import make_person, save
from tests.services.outcomes.desk import EVERYWHERE, YEAR, make_figure, make_startup

TURNOVER = Money(1_360_000)


def note(startup, actor, *, money=TURNOVER, source="Bilan 2025", within=EVERYWHERE, **more):
    reason, evidence = more.pop("reason", ""), more.pop("evidence", None)
    period = more.pop("period", YEAR)
    figure = Figure(Measure.TURNOVER, *period, money, source, **more)
    with transaction():
        return note_figure(
            startup_id=startup.id, actor=actor, within=within, figure=figure, reason=reason, evidence=evidence
        )


@pytest.fixture
def staff():
    return make_person(Role.STAFF)


def actions(row):
    statement = sa.select(AuditEvent.action).where(AuditEvent.subject_id == str(row.id)).order_by(AuditEvent.seq)
    return list(db.session.scalars(statement))


def test_a_figure_is_noted_with_its_source_and_is_to_be_verified(staff):
    row = note(make_startup(), staff)

    assert (row.value, row.source, row.currency) == (1_360_000, "Bilan 2025", "MAD")
    assert (row.recorded_by_id, row.verified_at) == (staff.id, None)
    assert actions(row) == ["outcome.record"]


def test_not_available_is_a_legal_answer(staff):
    row = note(make_startup(), staff, money=None)

    assert row.value is None


def test_a_foreign_amount_keeps_its_currency_and_its_rate(staff):
    row = note(make_startup(), staff, money=Money(217_000, "EUR", 20_000, 10_850_000))

    assert (row.value, row.currency, row.foreign_amount, row.rate_micro) == (217_000, "EUR", 20_000, 10_850_000)


def test_a_correction_takes_the_verification_away(staff):
    startup = make_startup()
    row = make_figure(startup, verified_by=make_person(Role.LEAD))
    assert row.verified_at is not None

    note(startup, staff, money=Money(1_300_000), reason="Chiffre définitif")

    assert (row.value, row.verified_at, row.verified_by_id) == (1_300_000, None, None)
    assert db.session.scalar(sa.select(sa.func.count(Outcome.id))) == 1
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "outcome.correct")).one()
    assert (event.before["value"], event.before["verified"], event.after["value"]) == (1_200_000, True, 1_300_000)
    assert event.reason == "Chiffre définitif"


def test_a_correction_in_dirhams_forgets_the_rate(staff):
    startup = make_startup()
    note(startup, staff, money=Money(217_000, "EUR", 20_000, 10_850_000))

    row = note(startup, staff, money=Money(220_000), reason="Relevé en dirhams")

    assert (row.currency, row.foreign_amount, row.rate_micro) == ("MAD", None, None)


def test_a_correction_needs_a_reason(staff):
    startup = make_startup()
    note(startup, staff)

    with pytest.raises(InvalidInput) as refused:
        note(startup, staff, money=Money(5))

    assert refused.value.field == "reason"


def test_a_double_click_notes_it_once(staff):
    startup = make_startup()

    first, second = note(startup, staff), note(startup, staff)

    assert first.id == second.id
    assert actions(first) == ["outcome.record"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"source": " "}, "source"), ({"period": (date(2090, 1, 1), date(2090, 12, 31))}, "year")],
)
def test_a_figure_without_source_or_of_the_future_is_refused(staff, change, field):
    with pytest.raises(InvalidInput) as refused:
        note(make_startup(), staff, **change)

    assert refused.value.field == field


def test_evidence_is_kept_with_the_figure(staff):
    kept = keep_pdf(content=b"%PDF-1.4\n%%EOF\n", name="bilan.pdf", limit=1000, field="evidence")

    row = note(make_startup(), staff, evidence=kept)

    assert db.session.get(StoredFile, row.evidence_id).original_name == "bilan.pdf"


def test_people_outside_the_team_note_nothing():
    with pytest.raises(NotAllowed):
        note(make_startup(), make_person(Role.DIRECTOR))


def test_a_startup_outside_the_scope_or_before_the_yes_is_not_found(staff):
    with pytest.raises(NotFound):
        note(make_startup(), staff, within=sa.false())
    with pytest.raises(NotFound):
        note(save(Startup(id=uuid.uuid4(), name="Sans suite")), staff)
