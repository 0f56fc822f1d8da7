"""The team's list of a call's files: filters, sorts, search and counts over the one rights-scoped query."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications import search
from app.applications.models import Application, Choice, RuleResult
from app.applications.states import Stage
from app.core.db import db
from app.core.paging import Page, keyset, page_of
from app.decisions.models import Decision
from app.decisions.states import DecisionState
from app.matching.models import Recommendation
from app.programmes.models import EligibilityRule, Opening, Programme, Site
from app.programmes.rules import Outcome
from app.reviews.models import Assignment
from app.reviews.queries import mean_score
from app.reviews.scope import team_scope
from app.reviews.states import AssignmentState
from app.startups.models import Startup

COUNT_UP_TO = 20_000
SORTS = ("newest", "oldest", "name", "fit")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for. Empty means no filter."""

    call_id: uuid.UUID
    stages: tuple[Stage, ...] = ()
    programme: str = ""
    site: str = ""
    words: str = ""
    eligibility: Outcome | None = None
    unreviewed: bool = False
    sort: str = "newest"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return replace(self, sort="") != Filters(self.call_id, sort="")


def conditions(person: Person, filters: Filters, *, without_stage: bool = False) -> list[sa.ColumnElement[bool]]:
    """Every condition of the list, the right to read first; exports and counts use the same."""
    found: list[sa.ColumnElement[bool]] = [Application.call_id == filters.call_id, team_scope(person)]
    if filters.stages and not without_stage:
        found.append(Application.stage.in_(filters.stages))
    if filters.programme or filters.site:
        wish = (
            sa.select(Choice.application_id)
            .join(Opening, Opening.id == Choice.opening_id)
            .join(Programme, Programme.id == Opening.programme_id)
            .join(Site, Site.id == Opening.site_id)
        )
        if filters.programme:
            wish = wish.where(Programme.key == filters.programme)
        if filters.site:
            wish = wish.where(Site.key == filters.site)
        found.append(Application.id.in_(wish))
    if filters.words.strip():
        found.append(search.matches(filters.words))
    if filters.eligibility is not None:
        found.append(_checked(filters.eligibility))
    if filters.unreviewed:
        found.append(
            ~sa.exists().where(
                Assignment.application_id == Application.id, Assignment.state == AssignmentState.SUBMITTED
            )
        )
    return found


def _checked(outcome: Outcome) -> sa.ColumnElement[bool]:
    """Files by what the hard rules of their wished places say: some not met, else some unknown, else all met."""

    def some(wanted: Outcome) -> sa.ColumnElement[bool]:
        return sa.exists(
            sa.select(RuleResult.id)
            .join(EligibilityRule, EligibilityRule.id == RuleResult.rule_id)
            .join(
                Choice,
                sa.and_(Choice.application_id == RuleResult.application_id, Choice.opening_id == RuleResult.opening_id),
            )
            .where(
                RuleResult.application_id == Application.id,
                RuleResult.outcome == wanted,
                EligibilityRule.hard.is_(True),
            )
            .correlate(Application)
        )

    if outcome is Outcome.NOT_MET:
        return some(Outcome.NOT_MET)
    if outcome is Outcome.UNKNOWN:
        return sa.and_(some(Outcome.UNKNOWN), ~some(Outcome.NOT_MET))
    return sa.and_(~some(Outcome.NOT_MET), ~some(Outcome.UNKNOWN))


def _sort(filters: Filters) -> list[tuple[Any, bool]]:
    fit = sa.func.coalesce(Recommendation.best_fit, -1)
    sorts: dict[str, list[tuple[Any, bool]]] = {
        "newest": [(Application.submitted_at, True), (Application.id, True)],
        "oldest": [(Application.submitted_at, False), (Application.id, False)],
        "name": [(Startup.name, False), (Application.id, False)],
        "fit": [(fit, True), (Application.id, True)],
    }
    return sorts[filters.sort if filters.sort in SORTS else "newest"]


def _columns() -> tuple[Any, ...]:
    done = (
        sa.select(sa.func.count())
        .where(Assignment.application_id == Application.id, Assignment.state == AssignmentState.SUBMITTED)
        .correlate(Application)
        .scalar_subquery()
    )
    given = (
        sa.select(sa.func.count())
        .where(Assignment.application_id == Application.id, Assignment.state != AssignmentState.REMOVED)
        .correlate(Application)
        .scalar_subquery()
    )
    return (
        Application.id, Application.reference, Application.submitted_at, Application.stage, Application.language,
        Startup.name.label("startup"), Programme.name.label("programme"), Site.name.label("site"),
        sa.func.coalesce(Recommendation.best_fit, -1).label("fit"), done.label("done"), given.label("given"),
        mean_score().label("score"), Decision.kind.label("decision"),
    )  # fmt: skip


def _shown(*, joined: Any = None) -> sa.Select[Any]:
    """Rows with everything a list shows, optionally only those of a page that was found first."""
    statement = sa.select(*_columns()).select_from(Application)
    if joined is not None:
        statement = statement.join(joined, joined.c.id == Application.id)
    return (
        statement.join(Startup, Startup.id == Application.startup_id)
        .outerjoin(Choice, sa.and_(Choice.application_id == Application.id, Choice.rank == 1))
        .outerjoin(Opening, Opening.id == Choice.opening_id)
        .outerjoin(Programme, Programme.id == Opening.programme_id)
        .outerjoin(Site, Site.id == Opening.site_id)
        .outerjoin(Recommendation, Recommendation.application_id == Application.id)
        .outerjoin(
            Decision,
            sa.and_(Decision.application_id == Application.id, Decision.state != DecisionState.UNDONE),
        )
    )


def _found(person: Person, filters: Filters) -> sa.Select[Any]:
    """The identifiers of the files, with only the tables that the sort needs."""
    statement = sa.select(Application.id).where(*conditions(person, filters))
    if filters.sort == "name":
        statement = statement.join(Startup, Startup.id == Application.startup_id)
    elif filters.sort == "fit":
        statement = statement.outerjoin(Recommendation, Recommendation.application_id == Application.id)
    return statement


def page(person: Person, filters: Filters, *, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """One page of rows: the page is found by its sort first, what is shown is read for its rows only."""
    columns = _sort(filters)
    found, back = keyset(_found(person, filters), columns, cursor, size)
    order = [column.desc() if descending != back else column.asc() for column, descending in columns]
    statement = _shown(joined=found.subquery("found")).order_by(*order)
    rows: Sequence[Any] = db.session.execute(statement).all()
    names = {"newest": "submitted_at", "oldest": "submitted_at", "name": "startup", "fit": "fit"}
    key = names.get(filters.sort, "submitted_at")
    return page_of(rows, [(getattr(row, key), row.id) for row in rows], size=size, back=back, cursor=cursor)


def everything(person: Person, filters: Filters) -> Any:
    """All rows of the list for an export, streamed from one statement in the same order."""
    statement = _shown().where(*conditions(person, filters))
    for column, descending in _sort(filters):
        statement = statement.order_by(column.desc() if descending else column.asc())
    return db.session.execute(statement.execution_options(yield_per=500))


def counts(person: Person, filters: Filters) -> dict[Stage, int]:
    """Files per stage under the same rights and filters; counting stops at COUNT_UP_TO files in all."""
    inner = (
        sa.select(Application.stage)
        .where(*conditions(person, filters, without_stage=True))
        .limit(COUNT_UP_TO)
        .subquery()
    )
    rows = db.session.execute(sa.select(inner.c.stage, sa.func.count()).group_by(inner.c.stage))
    return {stage: count for stage, count in rows}


def neighbours(
    person: Person, call_id: uuid.UUID, application: Application
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The file before and after in the newest-first list."""
    scope = (Application.call_id == call_id, team_scope(person))
    here = (application.submitted_at, application.id)
    newer = (
        sa.select(Application.id)
        .where(*scope, sa.tuple_(Application.submitted_at, Application.id) > here)
        .order_by(Application.submitted_at, Application.id)
        .limit(1)
    )
    older = (
        sa.select(Application.id)
        .where(*scope, sa.tuple_(Application.submitted_at, Application.id) < here)
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(1)
    )
    return db.session.scalar(newer), db.session.scalar(older)
