"""Whatever is changed from a page: what stood there is compared, and a change by somebody else is told."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import sqlalchemy as sa
from flask import g

from app.core.db import Base, db
from app.web.refill import find_forms
from app.web.shown import FIELD, _columns
from tests.walks.conftest import FoundForm, World

COMPARED = {
    "staff.decide", "staff.assign_remove", "manager.programme",
    "manager.site", "manager.call_edit", "manager.call_act", "manager.person", "manager.person_act",
    "manager.partner", "events.event_edit", "events.event_act", "events.event_cancel", "cohorts.edition_edit",
    "cohorts.residence", "cohorts.residence_end", "cohorts.residence_remove", "cohorts.participation",
    "followup.campaign_close", "board.target_remove",
}  # fmt: skip
"""Acts on something that was there when the page was made; creations and acts that only add are not among them."""


NOT_REACHED = {
    "staff/_decision.html": 2, "staff/reopen.html": 1, "staff/message.html": 3, "followup/funding.html": 1,
    "followup/funding_confirm.html": 1, "followup/funding_remove.html": 1, "followup/figure_confirm.html": 1,
}  # fmt: skip
"""Templates of such acts that no link of the demonstration leads to, and how many of their forms carry a mark."""
NEEDED = {
    "reason": "Motif écrit",
    "on": "30/11/2026",
    "end-reason": "Motif écrit",
    "end-on": "30/11/2026",
    "year": "2024",
}
"""What a person types where nothing stands yet."""
IDENTITY = {"key", "indicator", "call_id"}


def posted_unchanged(found: FoundForm, page: str) -> dict[str, list[str]]:
    """What a browser would send without a key being touched."""
    values: dict[str, list[str]] = {}
    for control in found.form.controls:
        chosen = {"checked", "selected"} & set(control.attributes)
        if control.kind in ("checkbox", "radio", "option") and not chosen:
            continue
        value = page[control.start : control.end] if control.kind == "textarea" else control.attributes.get("value")
        values.setdefault(control.name, []).append(value or NEEDED.get(control.name, ""))
    for name in {control.name for control in found.form.controls if control.kind in ("radio", "option")}:
        if not any(values.get(name, [])):
            offered = [one.attributes.get("value") for one in found.form.controls if one.name == name]
            values[name] = [next((value for value in offered if value), "")]
    return values


def _others(column: Any, value: Any) -> list[Any]:
    """Values that somebody else might have put there."""
    if isinstance(column.type, sa.Enum):
        return [one for one in reversed(list(column.type.enum_class)) if one != value]
    if isinstance(column.type, sa.Boolean):
        return [not value]
    if isinstance(column.type, sa.Integer) and value is not None:
        return [value + 1]
    if isinstance(column.type, sa.Date) and value is not None:
        return [value + timedelta(days=1)]
    if isinstance(column.type, sa.JSON):
        return [{"fr": "Autre", "ar": "آخر", "en": "Other"}]
    return ["other"] if isinstance(column.type, sa.String) and not column.foreign_keys else []


def _change(mark: str) -> None:
    """Somebody else changes the row: the first compared column that takes another value."""
    table, key, *_rest = mark.split(":")
    model: Any = next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table)
    for name in sorted(set(_columns(model)) - IDENTITY):
        column = model.__table__.c[name]
        here = sa.select(column).where(model.id == uuid.UUID(key))
        for other in _others(column, db.session.scalar(here)):
            try:
                with db.session.begin_nested():
                    db.session.execute(
                        sa.update(model.__table__).where(model.id == uuid.UUID(key)).values({name: other})
                    )
            except sa.exc.IntegrityError:
                continue
            return
    raise AssertionError(f"nothing to change in {table}")


def _overwritten(walked: World, found: FoundForm) -> Iterator[str]:
    client = walked.enter(found.role)
    page = client.get(found.page).text
    fresh = next(one for one in find_forms(page) if urljoin(found.page, one.action or found.page) == found.action)
    values = posted_unchanged(FoundForm(found.role, found.page, found.endpoint, found.action, fresh), page)
    marks = values.get(FIELD, [])
    if not marks:
        yield f"{found.endpoint} on {found.page}: carries no mark of what it shows"
        return
    savepoint = db.session.begin_nested()
    _change(marks[0])
    g.pop("compared", None)
    answer = client.post(
        found.action, data=values, headers={"Referer": f"http://localhost{found.page}", "Origin": "http://localhost"}
    )
    told = answer if answer.status_code != 303 else client.get(answer.location)
    if "Look at what stands here now" not in told.text:
        yield f"{found.endpoint} on {found.page}: {answer.status_code}, nothing told"
    savepoint.rollback()


def test_what_somebody_else_changed_meanwhile_is_told_not_overwritten(walked: World) -> None:
    forms = [found for found in walked.forms if found.endpoint in COMPARED]

    wrong = [line for found in forms for line in _overwritten(walked, found)]

    assert wrong == []
    assert COMPARED - {found.endpoint for found in forms} == set()


def test_the_forms_that_no_link_reaches_carry_their_mark_too(walked: World) -> None:
    folder = Path(walked.app.root_path) / "templates"

    assert {name: (folder / name).read_text().count("{{ shown(") for name in NOT_REACHED} == NOT_REACHED
