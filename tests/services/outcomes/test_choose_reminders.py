import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.outcomes import stopping
from app.outcomes.returns import often
from app.outcomes.services.choose_reminders import choose_reminders, stop_reminders
from app.startups.models import MemberRole, Membership
from tests.factories import make_person, save
from tests.services.outcomes.desk import make_startup


def choose(startup, actor, answer):
    with transaction():
        choose_reminders(startup_id=startup.id, actor=actor, often=answer)


def test_the_latest_wish_counts_and_is_noted():
    owner = make_person(Role.APPLICANT)
    startup = make_startup(owner=owner)

    choose(startup, owner, "never")
    choose(startup, owner, "once")

    assert often(startup.id) == "once"
    events = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "reminders.choose")).all()
    assert [(event.before, event.after) for event in events] == [("each", "never"), ("never", "once")]


def test_only_members_who_fill_choose():
    startup, reader = make_startup(), make_person(Role.APPLICANT)
    with pytest.raises(NotFound):
        choose(startup, reader, "never")
    save(Membership(startup_id=startup.id, person_id=reader.id, role=MemberRole.VIEWER))
    with pytest.raises(NotAllowed):
        choose(startup, reader, "never")

    assert often(startup.id) == "each"


def test_an_unknown_wish_is_refused():
    owner = make_person(Role.APPLICANT)
    with pytest.raises(InvalidInput):
        choose(make_startup(owner=owner), owner, "daily")


def test_a_signed_link_stops_the_reminders_of_its_startup_only():
    startup, other = make_startup(), make_startup()
    token = stopping.token(startup.id)

    with transaction():
        stop_reminders(startup_id=stopping.startup_of(token))

    assert [often(startup.id), often(other.id)] == ["never", "each"]


@pytest.mark.parametrize("text", ["", "x", "ImFiYyI.aaaa"])
def test_a_link_we_did_not_sign_names_no_startup(text):
    assert stopping.startup_of(text) is None
    assert stopping.startup_of(stopping.token(make_startup().id) + "x") is None
