"""What became of startups, as dated labels: which results count in the next training, and why the others do not.

The only service that turns outcomes into weights. A result counts when the team verified it, it is good, it came
after a published place, and it is no part of another figure. Refused startups have no result here: nobody knows what
they would have become.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.applications.models import Application
from app.applications.states import Stage
from app.cohorts.models import Participation
from app.cohorts.states import ParticipationState
from app.core.clock import MOROCCO
from app.core.db import db
from app.core.i18n import N_
from app.decisions.models import Decision
from app.decisions.states import DecisionKind, DecisionState
from app.outcomes.measures import AIDS, Measure
from app.outcomes.models import Funding, Outcome

PLACED = (DecisionKind.ACCEPT, DecisionKind.REDIRECT)
TAKEN = (Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED)
"""From the waiting list only a place that was taken up counts as one."""
GOOD = frozenset({Measure.ACTIVE, Measure.JOBS, Measure.TURNOVER})
"""A value above zero of these is a good result; the other measures are parts of them, or say nothing alone."""
ENTERS = "enters"
VERDICTS: dict[str, str] = {
    ENTERS: N_("Counts in the next training"),
    "not_verified": N_("Nobody verified it yet"),
    "not_available": N_("The startup did not have the figure"),
    "none": N_("It is zero, or the startup left: no good result"),
    "part": N_("It says nothing alone"),
    "no_place": N_("The startup has no file with a published place"),
    "earlier": N_("It lies before the decision"),
}
"""Every verdict, the one that counts first."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a startup: what (a measure, “funding”, “aid” or the end of a participation), its day and value (no
    value: not available, or none is meant), and whether it counts. `key` is the row it was read from; `application_id`
    the file whose place it followed."""

    key: uuid.UUID
    startup_id: uuid.UUID
    what: str
    on: date
    value: int | None
    verdict: str
    application_id: uuid.UUID | None = None

    @property
    def place(self) -> tuple[int, str]:
        """Its place in the list: the latest first."""
        return -self.on.toordinal(), str(self.key)


class Read(NamedTuple):
    """A row as it was read."""

    key: uuid.UUID
    startup: uuid.UUID
    what: str
    on: date
    value: int | None


Places = Mapping[uuid.UUID, tuple[tuple[date, uuid.UUID], ...]]


def results() -> Iterator[Result]:
    """Every recorded result with its verdict, in four statements whatever their number; the latest first."""
    places = _places()
    yield from sorted(_all(places), key=lambda one: one.place)


def good_results() -> dict[uuid.UUID, date]:
    """The day of the first result that counts, by file."""
    found: dict[uuid.UUID, date] = {}
    for one in _all(_places()):
        if one.verdict == ENTERS and one.application_id is not None:
            found[one.application_id] = min(one.on, found.get(one.application_id, one.on))
    return found


def counts(found: Iterable[Result]) -> dict[str, int]:
    """How many results have each verdict."""
    by_verdict = Counter(one.verdict for one in found)
    return {verdict: by_verdict[verdict] for verdict in VERDICTS}


def _places() -> Places:
    """Published places of each startup: the day of the decision and the file, oldest first."""
    rows = db.session.execute(
        sa.select(Application.startup_id, Decision.decided_at, Application.id)
        .join(Application, Application.id == Decision.application_id)
        .where(
            Decision.state == DecisionState.PUBLISHED,
            sa.or_(
                Decision.kind.in_(PLACED),
                sa.and_(Decision.kind == DecisionKind.WAITLIST, Application.stage.in_(TAKEN)),
            ),
        )
        .order_by(Decision.decided_at, Application.id)
    )
    found: dict[uuid.UUID, tuple[tuple[date, uuid.UUID], ...]] = {}
    for startup, decided_at, application in rows:
        found[startup] = (*found.get(startup, ()), (decided_at.astimezone(MOROCCO).date(), application))
    return found


def _all(places: Places) -> Iterator[Result]:
    for key, startup, measure, ends_on, value, verified in db.session.execute(
        sa.select(
            Outcome.id, Outcome.startup_id, Outcome.measure, Outcome.ends_on, Outcome.value,
            Outcome.verified_at.is_not(None),
        )
    ):  # fmt: skip
        refusal = _of_figure(measure, value, verified)
        yield _judged(places, Read(key, startup, measure.value, ends_on, value), refusal)
    for key, startup, kind, day, amount, verified in db.session.execute(
        sa.select(
            Funding.id, Funding.startup_id, Funding.kind, Funding.received_on, Funding.amount,
            Funding.verified_at.is_not(None),
        ).where(Funding.removed_at.is_(None))
    ):  # fmt: skip
        what = "aid" if kind in AIDS else "funding"
        yield _judged(places, Read(key, startup, what, day, amount), "" if verified else "not_verified")
    for key, startup, state, ended_on, application in db.session.execute(
        sa.select(
            Participation.id, Participation.startup_id, Participation.state, Participation.ended_on,
            Participation.application_id,
        ).where(Participation.state != ParticipationState.ACTIVE, Participation.ended_on.is_not(None))
    ):  # fmt: skip
        if ended_on is not None:
            refusal = "" if state is ParticipationState.COMPLETED else "none"
            yield _judged(places, Read(key, startup, state.value, ended_on, None), refusal, application)


def _of_figure(measure: Measure, value: int | None, verified: bool) -> str:
    """Why a figure does not count by itself; empty where it does."""
    if value is None:
        return "not_available"
    if measure not in GOOD:
        return "part"
    if not verified:
        return "not_verified"
    return "" if value > 0 else "none"


def _judged(places: Places, read: Read, refusal: str, led_there: uuid.UUID | None = None) -> Result:
    """The file that led to a participation, else the latest place before the result, is the one it followed."""
    known = places.get(read.startup, ())
    if led_there is not None and any(application == led_there for _decided, application in known):
        return Result(*read, refusal or ENTERS, led_there)
    before = [application for decided, application in known if decided <= read.on]
    if not known:
        return Result(*read, "no_place")
    if not before:
        return Result(*read, "earlier")
    return Result(*read, refusal or ENTERS, before[-1])
