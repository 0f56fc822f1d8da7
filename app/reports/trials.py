"""What tried settings would change: the files they are tried on, the effect as plain data, and how it is read."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application, Choice, RuleResult, Snapshot
from app.applications.states import Stage
from app.core.clock import MOROCCO, today
from app.core.db import db
from app.core.i18n import localized
from app.decisions.models import Decision
from app.decisions.states import DecisionKind, DecisionState
from app.matching import audit
from app.matching.audit import Effect, File
from app.matching.models import Run
from app.matching.states import RunKind
from app.programmes.models import Call, EligibilityRule, Opening, Programme, Site
from app.programmes.rules import Outcome
from app.programmes.states import CallState
from app.reports import groups
from app.reviews.scope import team_scope
from app.startups.models import Startup

MOST_FILES = 2000
"""Files of each kind a trial looks at: the latest decided ones, and the latest that wait."""
MOST_MOVES = 200
LARGEST_GAP = 8.0
"""Points between groups above which a gap that grows is warned of."""
WAITING = (
    Stage.SUBMITTED, Stage.ELIGIBLE, Stage.NEEDS_HUMAN_CHECK, Stage.INELIGIBLE, Stage.UNDER_REVIEW, Stage.DECIDED,
)  # fmt: skip
PLACES = (DecisionKind.ACCEPT, DecisionKind.WAITLIST, DecisionKind.REDIRECT)


def _latest_copy() -> sa.ColumnElement[bool]:
    copy = sa.orm.aliased(Snapshot)
    number = sa.select(sa.func.max(copy.number)).where(copy.application_id == Application.id)
    return sa.and_(Snapshot.application_id == Application.id, Snapshot.number == number.scalar_subquery())


def past_files(limit: int = MOST_FILES) -> list[File]:
    """Files whose decision is published, the latest decision first."""
    statement = (
        sa.select(
            Application.id, Application.call_id, Application.language, Snapshot.content, Decision.kind,
            Decision.opening_id,
        )
        .join(Decision, Decision.application_id == Application.id)
        .join(Snapshot, _latest_copy())
        .where(Decision.state == DecisionState.PUBLISHED)
        .order_by(Decision.decided_at.desc(), Decision.id)
        .limit(limit)
    )  # fmt: skip
    return [
        File(row.id, row.call_id, row.language, _answers(row), True, row.opening_id if row.kind in PLACES else None)
        for row in db.session.execute(statement)
    ]


def current_files(limit: int = MOST_FILES) -> list[File]:
    """Files of open calls and calls under review that wait for an answer, the latest sent first."""
    statement = (
        sa.select(Application.id, Application.call_id, Application.language, Snapshot.content)
        .join(Call, Call.id == Application.call_id)
        .join(Snapshot, _latest_copy())
        .where(
            Call.state.in_((CallState.OPEN, CallState.CLOSED)),
            Application.stage.in_(WAITING),
            Application.submitted_at.is_not(None),
        )
        .order_by(Application.submitted_at.desc(), Application.id)
        .limit(limit)
    )
    return [File(row.id, row.call_id, row.language, _answers(row), False) for row in db.session.execute(statement)]


def _answers(row: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(row.content)["answers"]
    return found


def days_of_calls(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The day each call is looked at from: its closing, or today while it is open."""
    rows = db.session.execute(sa.select(Call.id, Call.closes_at).where(Call.id.in_(set(ids))))
    return {row.id: min(row.closes_at.astimezone(MOROCCO).date(), today()) for row in rows}


def summary(effects: Sequence[Effect], by_group: Mapping[str, Mapping[uuid.UUID, str]]) -> dict[str, Any]:
    """The effect as plain data: counts, and identifiers of the files that move, never a name or an answer."""
    past = [one for one in effects if one.file.past]
    placed = [one for one in past if one.file.place is not None]
    moved = sorted((one for one in effects if one.moved), key=lambda one: (one.file.past, str(one.file.id)))
    return {
        "files": {"past": len(past), "current": len(effects) - len(past), "most": MOST_FILES},
        "moved": {"past": sum(one.moved for one in past), "current": sum(not one.file.past for one in moved)},
        "moves": [_move(one) for one in moved[:MOST_MOVES]],
        "agreement": {side: _agreement(placed, side) for side in ("before", "after")},
        "placed": len(placed),
        "levels": {side: _levels(effects, side) for side in ("before", "after")},
        "gaps": [gap for name in groups.TRIED if (gap := _gap(name, effects, by_group[name])) is not None],
    }


def _move(one: Effect) -> dict[str, Any]:
    return {
        "id": str(one.file.id),
        "past": one.file.past,
        "before": {"opening": one.before.opening, "fit": one.before.fit, "reason": one.before.reason},
        "after": {"opening": one.after.opening, "fit": one.after.fit, "reason": one.after.reason},
    }


def _agreement(placed: Sequence[Effect], side: str) -> dict[str, Any]:
    best = [(str(one.file.place), getattr(one, side).best) for one in placed]
    found = {"top1": sum(place == said[0] for place, said in best), "top3": sum(place in said for place, said in best)}
    return {name: [count, *audit.interval(count, len(placed))] for name, count in found.items()}


def _levels(effects: Sequence[Effect], side: str) -> dict[str, int]:
    return {level: sum(getattr(one, side).level == level for one in effects) for level in audit.levels()}


def _gap(name: str, effects: Sequence[Effect], group_of: Mapping[uuid.UUID, str]) -> dict[str, Any] | None:
    """Points between the groups with the largest and the smallest share of strong first places."""
    sides: list[float] = []
    for side in ("before", "after"):
        counts: dict[str, list[bool]] = {}
        for one in effects:
            if one.file.id in group_of:
                counts.setdefault(group_of[one.file.id], []).append(getattr(one, side).level == "strong")
        found = audit.gap({group: (len(own), sum(own)) for group, own in counts.items()})
        if found is None:
            return None
        sides.append(round(100 * found, 1))
    before, after = sides
    return {"dimension": name, "before": before, "after": after, "alarm": after > max(LARGEST_GAP, before)}


def tried_rules(rules: Mapping[str, str]) -> dict[str, Any]:
    """Files that wait and would be newly barred from, or freed for, an opening they wish for.

    `rules` maps rule ids to hard, advisory or off; only a hard rule that is not met bars.
    """
    wanted = {uuid.UUID(key): value == "hard" for key, value in rules.items()}
    if not wanted:
        return {"barred": [], "freed": []}
    touched = sa.select(EligibilityRule.opening_id).where(EligibilityRule.id.in_(wanted))
    rows = db.session.execute(
        sa.select(RuleResult.application_id, RuleResult.opening_id, EligibilityRule.id, EligibilityRule.hard)
        .join(EligibilityRule, EligibilityRule.id == RuleResult.rule_id)
        .join(Application, Application.id == RuleResult.application_id)
        .join(
            Choice,
            sa.and_(Choice.application_id == RuleResult.application_id, Choice.opening_id == RuleResult.opening_id),
        )
        .where(
            RuleResult.outcome == Outcome.NOT_MET, RuleResult.opening_id.in_(touched), Application.stage.in_(WAITING)
        )
    )
    barred: dict[tuple[uuid.UUID, uuid.UUID], list[bool]] = {}
    for application_id, opening_id, rule_id, hard in rows:
        sides = barred.setdefault((application_id, opening_id), [False, False])
        sides[0] |= hard
        sides[1] |= wanted.get(rule_id, hard)
    found = {
        "barred": {str(key[0]) for key, (before, after) in barred.items() if after and not before},
        "freed": {str(key[0]) for key, (before, after) in barred.items() if before and not after},
    }
    return {name: sorted(ids) for name, ids in found.items()}


def readable(person: Person, ids: Iterable[str]) -> dict[str, Any]:
    """The files among these that the person may read: id → reference and startup. At most MOST_MOVES of three lists."""
    statement = (
        sa.select(Application.id, Application.reference, Startup.name.label("startup"))
        .join(Startup, Startup.id == Application.startup_id)
        .where(Application.id.in_([uuid.UUID(one) for one in ids]), team_scope(person))
        .order_by(Application.id)
        .limit(3 * MOST_MOVES)
    )
    return {str(row.id): row for row in db.session.execute(statement)}


def rules_to_try(*, limit: int = 400) -> list[Any]:
    """Rules of calls that are open or still to come, with their call, programme and site."""
    statement = (
        sa.select(
            EligibilityRule.id, EligibilityRule.fact, EligibilityRule.operator, EligibilityRule.value,
            EligibilityRule.hard, EligibilityRule.messages, Call.key.label("call"), Call.title.label("call_title"),
            Programme.name.label("programme"), Site.name.label("site"),
        )
        .join(Opening, Opening.id == EligibilityRule.opening_id)
        .join(Programme, Programme.id == Opening.programme_id)
        .join(Site, Site.id == Opening.site_id)
        .join(Call, Call.id == Opening.call_id)
        .where(Call.state.in_((CallState.DRAFT, CallState.OPEN)))
        .order_by(Call.opens_at, Opening.position, Opening.id, EligibilityRule.position, EligibilityRule.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def places(ids: Iterable[str]) -> dict[str, str]:
    """Openings by id: programme and site in the reader's language."""
    statement = (
        sa.select(Opening.id, Programme.name.label("programme"), Site.name.label("site"))
        .join(Programme, Programme.id == Opening.programme_id)
        .join(Site, Site.id == Opening.site_id)
        .where(Opening.id.in_([uuid.UUID(one) for one in ids]))
    )
    return {str(row.id): f"{localized(row.programme)} · {localized(row.site)}" for row in db.session.execute(statement)}


def recent(*, limit: int = 8) -> list[Any]:
    """The latest trials, named or not, with whoever asked for them."""
    return list(db.session.execute(_trials().limit(limit)))


def scenarios(*, limit: int = 50) -> list[Any]:
    """Trials that were given a name, the latest first."""
    return list(db.session.execute(_trials().where(Run.name != "").limit(limit)))


def _trials() -> Any:
    return (
        sa.select(Run.id, Run.name, Run.note, Run.created_at, Run.state, Person.full_name.label("author"))
        .outerjoin(Person, Person.id == Run.created_by_id)
        .where(Run.kind == RunKind.TRIAL)
        .order_by(Run.created_at.desc(), Run.id)
    )
