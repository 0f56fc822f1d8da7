"""Drift month by month (Moroccan time): whether decisions still look like what the matcher learned from."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from babel.dates import format_date

from app.applications.models import Application, Snapshot
from app.core import i18n
from app.core.clock import MOROCCO, today
from app.core.db import db
from app.core.i18n import N_
from app.decisions.models import Decision
from app.decisions.states import DecisionState
from app.matching import replay
from app.matching.models import Recommendation, Run
from app.matching.states import RunKind
from app.programmes.models import Opening, Programme
from app.reports.trials import PLACES

SHOWN = 13
MOST_FILES = 2000
ALARMS: dict[str, tuple[str, str]] = {
    "unknown": (
        N_("Too many decisions for programmes the matcher did not know"),
        N_("Write full descriptions of these programmes, give them weights of their own, and train a new version from "
           "the decisions made since. Until then, read its advice for them with care."),
    ),
    "agreement": (
        N_("The matcher agrees less with the decisions"),
        N_("Look at the files where they differ: has the practice changed, or a rule, or a description? If the "
           "decisions are right, train a new version from them and compare it on the bench."),
    ),
}  # fmt: skip
"""Name of each alarm, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as it was computed last; `result` is None before that."""

    name: str
    first: date
    result: dict[str, Any] | None
    alarms: tuple[str, ...] = ()

    @property
    def agreement(self) -> float | None:
        return self.result["agreed"] / self.result["decided"] if self.result and self.result["decided"] else None

    @property
    def unknown(self) -> float | None:
        return self.result["unknown"] / self.result["decided"] if self.result and self.result["decided"] else None


def name_of(day: date) -> str:
    return f"{day:%Y-%m}"


def first_of(name: str) -> date:
    return date(int(name[:4]), int(name[5:7]), 1)


def after(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=32)).replace(day=1)


def words(first: date) -> str:
    """“octobre 2026” in the reader's language."""
    return format_date(first, "LLLL y", locale=i18n.LOCALES[i18n.language()])


def latest_months(count: int = SHOWN) -> list[date]:
    """First days of the latest months, the present one among them, oldest first."""
    found = [today().replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def run_of(name: str, *, lock: bool = False) -> Run | None:
    statement = sa.select(Run).where(Run.kind == RunKind.DRIFT, Run.name == name).limit(1)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def months() -> list[Month]:
    """The latest months in one statement, oldest first, with their alarms."""
    firsts = latest_months()
    rows = db.session.execute(
        sa.select(Run.name, Run.result).where(Run.kind == RunKind.DRIFT, Run.name.in_([name_of(day) for day in firsts]))
    )
    results = {name: result for name, result in rows}
    listed = [Month(name_of(day), day, results.get(name_of(day))) for day in firsts]
    raised = alarms_of(listed)
    return [Month(one.name, one.first, one.result, tuple(raised.get(one.name, ()))) for one in listed]


def alarms_of(listed: Sequence[Month]) -> dict[str, list[str]]:
    figures = [
        (one.name, *((one.result or {}).get(key, 0) for key in ("decided", "unknown", "agreed"))) for one in listed
    ]
    found: dict[str, list[str]] = {}
    for name, what in replay.alarms(figures):
        found.setdefault(name, []).append(what)
    return found


def _within(column: Any, first: date) -> sa.ColumnElement[bool]:
    start, end = (datetime.combine(day, time(0), tzinfo=MOROCCO) for day in (first, after(first)))
    return sa.and_(column >= start, column < end)


def figures(first: date) -> dict[str, Any]:
    """What is kept of a month: counts only. Computed in a job, from cards that a version gave."""
    decided = _decided(first)
    served = Counter({row.model_number: 0 for row in decided})
    for row in decided:
        served[row.model_number] += row.files
    cards = Counter(_cards(first))
    number = max(cards or served, key=lambda one: ((cards or served)[one], one), default=None)
    bundles = {one: replay.bundle(one) for one in {*served, *([number] if number else [])}}
    unknown = Counter[str]()
    for row in decided:
        bundle = bundles[row.model_number]
        if bundle is not None and row.programme not in replay.known_programmes(bundle):
            unknown[row.programme] += row.files
    bundle = bundles.get(number) if number else None
    new, words = replay.new_words(bundle, _texts(first)) if bundle is not None else (0, 0)
    return {
        "decided": sum(row.files for row in decided),
        "agreed": sum(int(row.agreed or 0) for row in decided),
        "unknown": sum(unknown.values()),
        "unknown_programmes": dict(unknown),
        "new_words": [new, words],
        **_distances(first, number),
    }


def _decided(first: date) -> list[Any]:
    """Decided places of the month by version that gave the card and programme, counted by the database."""
    same = sa.case((Recommendation.best_opening_id == Decision.opening_id, 1), else_=0)
    statement = (
        sa.select(
            Recommendation.model_number, Programme.key.label("programme"), sa.func.count().label("files"),
            sa.func.sum(same).label("agreed"),
        )
        .select_from(Decision)
        .join(Recommendation, Recommendation.application_id == Decision.application_id)
        .join(Opening, Opening.id == Decision.opening_id)
        .join(Programme, Programme.id == Opening.programme_id)
        .where(
            Decision.state == DecisionState.PUBLISHED, Decision.kind.in_(PLACES), _within(Decision.decided_at, first),
            Recommendation.model_number.is_not(None),
        )
        .group_by(Recommendation.model_number, Programme.key)
        .order_by(Recommendation.model_number, Programme.key)
    )  # fmt: skip
    return list(db.session.execute(statement))


def _cards(first: date) -> dict[int, int]:
    """Cards issued in the month, by version."""
    rows = db.session.execute(
        sa.select(Recommendation.model_number, sa.func.count())
        .where(_within(Recommendation.computed_at, first), Recommendation.model_number.is_not(None))
        .group_by(Recommendation.model_number)
    )
    return {number: count for number, count in rows if number is not None}


def _texts(first: date) -> Iterable[tuple[str, str]]:
    rows = db.session.execute(
        sa.select(Application.language, Snapshot.content)
        .join(Snapshot, Snapshot.application_id == Application.id)
        .where(_within(Application.submitted_at, first))
        .order_by(Application.submitted_at.desc(), Application.id)
        .limit(MOST_FILES)
    )
    return [(replay.text_of(json.loads(content)["answers"]), language) for language, content in rows]


def _distances(first: date, number: int | None) -> dict[str, Any]:
    """PSI of each family against the first month in which the same version gave cards; nothing in that month itself."""
    if number is None:
        return {"psi": {}, "reference": None}
    begun = db.session.scalar(
        sa.select(sa.func.min(Recommendation.computed_at)).where(Recommendation.model_number == number)
    )
    reference = begun.astimezone(MOROCCO).date().replace(day=1) if begun else first
    if reference >= first:
        return {"psi": {}, "reference": None}
    found = replay.distances(_first_places(reference, number), _first_places(first, number))
    return {"psi": {family: round(value, 3) for family, value in found.items()}, "reference": name_of(reference)}


def _first_places(first: date, number: int) -> list[Any]:
    rows = db.session.scalars(
        sa.select(Recommendation.items)
        .where(Recommendation.model_number == number, _within(Recommendation.computed_at, first))
        .order_by(Recommendation.computed_at, Recommendation.id)
        .limit(MOST_FILES)
    )
    return [items[0] for items in rows if items]
