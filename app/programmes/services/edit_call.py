"""Create a call, change its texts and dates, and its openings."""

import uuid
from datetime import date, datetime
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.clock import MOROCCO, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.programmes import policy, queries
from app.programmes.models import Call, EligibilityRule, Opening, Programme, Site
from app.programmes.states import CallState

FIELDS = (
    "title", "summary", "opens_at", "closes_at", "grace_minutes", "answers_by", "offer_days", "blind",
    "waitlist_place_shown", "retention_months",
)  # fmt: skip
LAST_YEAR = 2100


def create_call(*, actor: Person, key: str, values: dict[str, Any]) -> Call:
    """A draft call. Raises Conflict for a key in use, InvalidInput for dates in the wrong order or gone by."""
    if not policy.can_edit_call(actor):
        raise NotAllowed
    _check_dates(values["opens_at"], values["closes_at"], values.get("answers_by"))
    check_closing(values["closes_at"])
    call = Call(id=uuid.uuid4(), key=key, **{name: values[name] for name in FIELDS if name in values})
    with unless_duplicate(N_("This key is already used by another call."), field="key"):
        db.session.add(call)
    audit.record("call.create", actor=actor, subject=call, after={"key": key})
    return call


def edit_call(*, actor: Person, call_id: uuid.UUID, values: dict[str, Any]) -> Call:
    """Texts can always change; dates only while the call is a draft (extend it otherwise)."""
    call = queries.call_for_update(call_id)
    if not policy.can_edit_call(actor, call.id):
        raise NotAllowed
    before = {name: getattr(call, name) for name in FIELDS if name in values}
    after = {name: values[name] for name in before if values[name] != before[name]}
    if call.state is not CallState.DRAFT and {"opens_at", "closes_at"} & set(after):
        raise Conflict(N_("This call is published. Use “extend” to change its closing date."), field="closes_at")
    _check_dates(
        values.get("opens_at", call.opens_at), values.get("closes_at", call.closes_at), values.get("answers_by")
    )
    if "closes_at" in after:
        check_closing(after["closes_at"])
    for name, value in after.items():
        setattr(call, name, value)
    if after:
        audit.record(
            "call.edit",
            actor=actor,
            subject=call,
            before={name: _plain(before[name]) for name in after},
            after={name: _plain(value) for name, value in after.items()},
        )
    return call


def _check_dates(opens_at: datetime, closes_at: datetime, answers_by: date | None) -> None:
    if closes_at <= opens_at:
        raise InvalidInput(N_("The call must close after it opens."), field="closes_at")
    if answers_by and answers_by < closes_at.astimezone(MOROCCO).date():
        raise InvalidInput(N_("Answers cannot be promised for a day before the call closes."), field="answers_by")
    if answers_by and answers_by.year > LAST_YEAR:
        raise InvalidInput(N_("Write a year between 2020 and 2100."), field="answers_by")


def check_closing(closes_at: datetime) -> None:
    """A closing instant that is set now lies ahead, and not in another century."""
    if closes_at.year > LAST_YEAR:
        raise InvalidInput(N_("Write a year between 2020 and 2100."), field="closes_at")
    if closes_at <= utcnow():
        raise InvalidInput(N_("Choose a date in the future."), field="closes_at")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def add_opening(
    *,
    actor: Person,
    call_id: uuid.UUID,
    programme_id: uuid.UUID,
    site_id: uuid.UUID,
    seats: int,
    starts_on: date | None = None,
    position: int = 0,
) -> Opening:
    """A programme at a site, once per call.

    Raises InvalidInput for a programme or site that does not exist, Conflict for a pair that is there already.
    """
    call = queries.call_for_update(call_id)
    if not policy.can_edit_call(actor, call.id):
        raise NotAllowed
    if db.session.get(Programme, programme_id) is None or db.session.get(Site, site_id) is None:
        raise InvalidInput(N_("Choose a programme and a site."), field="programme")
    opening = Opening(
        id=uuid.uuid4(),
        call_id=call.id,
        programme_id=programme_id,
        site_id=site_id,
        seats=seats,
        starts_on=starts_on,
        position=position,
    )
    with unless_duplicate(N_("This programme is already open at this site."), field="programme"):
        db.session.add(opening)
    audit.record("opening.create", actor=actor, subject=opening, after={"seats": seats})
    return opening


def change_seats(*, actor: Person, opening_id: uuid.UUID, seats: int) -> None:
    """Raises Conflict when more seats are already taken."""
    opening = db.session.get(Opening, opening_id, with_for_update=True, populate_existing=True)
    if opening is None or not policy.can_edit_call(actor, opening.call_id):
        raise NotAllowed
    if seats < opening.seats_taken:
        raise Conflict(
            N_("Seats already taken: %(taken)s. Choose at least as many."), field="seats", taken=opening.seats_taken
        )
    before, opening.seats = opening.seats, seats
    audit.record("opening.seats", actor=actor, subject=opening, before=before, after=seats)


def set_rules(*, actor: Person | None, opening: Opening, rules: list[dict[str, Any]]) -> None:
    """Replace the rules of an opening that nobody has been checked against yet."""
    if actor is not None and not policy.can_edit_call(actor, opening.call_id):
        raise NotAllowed
    for position, rule in enumerate(rules):
        db.session.add(
            EligibilityRule(
                id=uuid.uuid4(),
                opening_id=opening.id,
                position=position,
                fact=rule["fact"],
                operator=rule["operator"],
                value=rule.get("value"),
                hard=rule["hard"],
                messages=rule["message"],
            )
        )
    db.session.flush()
