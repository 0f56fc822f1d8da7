"""The calendar file of a registration follows every later change of its event (RFC 5545, RFC 5546)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.roles import Role
from app.core import clock, i18n
from app.core.db import transaction
from app.events import calendar, queries
from app.events.services.cancel_event import cancel_event
from app.events.services.cancel_registration import cancel_registration
from app.events.services.edit_event import Described, edit_event
from app.events.states import RegistrationState
from tests.factories import make_person, texts
from tests.services.events.desk import again, enter, make_event, make_registration

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def director():
    return make_person(Role.ADMIN)


def entry(one, hours=0):
    """The lines of the calendar file, taken so many hours after noon."""
    with clock.at(NOON + timedelta(hours=hours)), i18n.speaking("en"):
        text = calendar.ics(queries.registration(one.code), host="wijha.example", address="https://wijha.example/r")
    return dict(line.split(":", 1) for line in text.replace("\r\n ", "").split("\r\n") if ":" in line)


def described(event, **changes):
    names = Described.__dataclass_fields__
    return replace(Described(**{name: getattr(event, name) for name in names}), **changes)


def edit(event, director, hours, **changes):
    with clock.at(NOON + timedelta(hours=hours)), transaction():
        edit_event(actor=director, event_id=event.id, described=described(again(event), **changes))


def test_the_first_file_is_complete(director):
    with clock.at(NOON):
        one = make_registration(make_event())

    file = entry(one)

    assert (file["METHOD"], file["SEQUENCE"], file["STATUS"]) == ("PUBLISH", "0", "CONFIRMED")
    assert file["DTSTAMP"] == file["LAST-MODIFIED"] == "20261201T120000Z"
    assert file["ORGANIZER"].startswith("mailto:")


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": NOON + timedelta(days=6), "ends_at": NOON + timedelta(days=6, hours=3)},
        {"ends_at": NOON + timedelta(days=9)}, {"place": "Salle 2"}, {"title": texts("Autre titre")},
        {"description": texts("Autre")}, {"capacity": 40},
    ],
    ids=lambda change: "-".join(change),
)  # fmt: skip
def test_every_later_change_is_a_higher_revision(director, change):
    with clock.at(NOON):
        event = make_event(starts_at=NOON + timedelta(days=5))
        one = make_registration(event)
    before = entry(one)

    edit(event, director, 2, **change)
    edit(event, director, 3)  # saved again, unchanged
    after = entry(one, 4)

    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert after["DTSTAMP"] > before["DTSTAMP"]
    assert after["LAST-MODIFIED"] == "20261201T140000Z"
    if "starts_at" in change:
        assert after["DTSTART"] == "20261207T120000Z"


def test_a_cancelled_event_is_taken_out_of_calendars(director):
    with clock.at(NOON):
        event = make_event(starts_at=NOON + timedelta(days=5))
        one = make_registration(event)
    before = entry(one)
    with clock.at(NOON + timedelta(hours=1)), transaction():
        cancel_event(event_id=event.id, actor=director, reason="La salle est fermée.")

    after = entry(one, 2)

    assert (after["METHOD"], after["STATUS"], after["UID"]) == ("CANCEL", "CANCELLED", before["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_who_waits_is_tentative_then_confirmed_then_cancelled():
    with clock.at(NOON):
        event = make_event(starts_at=NOON + timedelta(days=5), capacity=1)
        first, second = enter(event, "one@exemple.ma"), enter(event, "two@exemple.ma")
    waiting = entry(second)
    with clock.at(NOON + timedelta(hours=1)), transaction():
        cancel_registration(code=first.code)
    moved = entry(second, 1)
    with clock.at(NOON + timedelta(hours=2)), transaction():
        cancel_registration(code=second.code)
    gone = entry(second, 2)

    assert again(first).state is RegistrationState.CANCELLED
    assert [one["STATUS"] for one in (waiting, moved, gone)] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert int(waiting["SEQUENCE"]) < int(moved["SEQUENCE"]) < int(gone["SEQUENCE"])
    assert [one["METHOD"] for one in (waiting, moved, gone)] == ["PUBLISH", "PUBLISH", "CANCEL"]
