"""Somebody else verifies, and only what they saw."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed, NotFound
from app.outcomes.services.verify import stamp, verify
from tests.factories import make_person
from tests.services.outcomes.desk import EVERYWHERE, make_figure, make_funding, make_startup


def check(row, actor, *, kind="figure", seen=None, within=EVERYWHERE):
    with transaction():
        return verify(kind=kind, row_id=row.id, seen=seen or stamp(row), actor=actor, within=within)


def test_a_second_person_verifies_a_figure_and_a_funding():
    startup, lead = make_startup(), make_person(Role.LEAD)
    figure, funding = make_figure(startup), make_funding(startup)

    check(figure, lead)
    check(funding, lead, kind="funding")
    check(figure, lead)

    assert (figure.verified_by_id, funding.verified_by_id) == (lead.id, lead.id)
    actions = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.endswith(".verify")))
    assert sorted(actions) == ["funding.verify", "outcome.verify"]


def test_who_entered_a_figure_does_not_verify_it():
    staff = make_person(Role.STAFF)
    figure = make_figure(make_startup(), actor=staff)

    with pytest.raises(Conflict, match="entered this figure yourself"):
        check(figure, staff)
    assert figure.verified_at is None


def test_a_figure_corrected_meanwhile_is_not_verified():
    startup = make_startup()
    figure = make_figure(startup)
    seen = stamp(figure)
    make_figure(startup, value=5)

    with pytest.raises(Conflict, match="corrected meanwhile"):
        check(figure, make_person(Role.LEAD), seen=seen)


def test_not_available_has_nothing_to_verify():
    figure = make_figure(make_startup(), value=None)

    with pytest.raises(Conflict, match="nothing to verify"):
        check(figure, make_person(Role.LEAD))


def test_only_the_team_verifies_and_only_its_own_startups():
    figure = make_figure(make_startup())

    with pytest.raises(NotAllowed):
        check(figure, make_person(Role.DIRECTOR))
    with pytest.raises(NotFound):
        check(figure, make_person(Role.STAFF), within=sa.false())
    with pytest.raises(NotFound):
        check(figure, make_person(Role.STAFF), kind="other")
