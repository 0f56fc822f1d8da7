"""Look at a month of decisions, mail the administrators about alarms once, and set the timer for the next month."""

import uuid
from datetime import date, datetime, time

import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.accounts.roles import Role
from app.core import audit as trace
from app.core import i18n, jobs
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed
from app.core.jobs import Job, JobState
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.matching import policy
from app.matching.models import Run
from app.matching.services import transition
from app.matching.states import RunKind, RunState
from app.reports import drift
from app.reports.computing import Progress

WATCH = "matcher.watch"
HOUR = time(6)


def order_watch(*, actor: Person) -> None:
    """Compute the latest months now; the timer for the coming ones is set with it."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    job = jobs.enqueue(WATCH, months=[drift.name_of(day) for day in drift.latest_months()])
    trace.record("drift.order", actor=actor, subject=job)


def watch_drift(*, months: list[str], progress: Progress) -> None:
    """Each month on its own; the one that has just ended is what the administrators hear of."""
    for number, name in enumerate(months):
        progress(number / len(months), name)
        found = drift.figures(drift.first_of(name))
        with transaction():
            run = drift.run_of(name, lock=True) or _begin(name)
            run.result, run.finished_at = found, utcnow()
    with transaction():
        _tell(_ended())
        set_timer()


def _begin(name: str) -> Run:
    run = Run(id=uuid.uuid4(), kind=RunKind.DRIFT, state=RunState.WAITING, name=name, settings={})
    db.session.add(run)
    db.session.flush()
    transition.move_run(run, "start")
    transition.move_run(run, "finish")
    return run


def _ended() -> date:
    """The first day of the month that ended last."""
    return drift.latest_months(2)[0]


def set_timer() -> None:
    """One timer waits at any time: early on the first day of the next month it looks at the one that ended."""
    waiting = sa.select(Job.id).where(Job.kind == WATCH, Job.state == JobState.QUEUED, Job.run_at > utcnow()).limit(1)
    if db.session.scalar(waiting) is not None:
        return
    present = today().replace(day=1)
    run_at = datetime.combine(drift.after(present), HOUR, tzinfo=MOROCCO)
    jobs.enqueue(WATCH, run_at=run_at, months=[drift.name_of(present)])


def _tell(month: date) -> None:
    """One mail per administrator, month and alarm, however often this runs."""
    shown = next((one for one in drift.months() if one.first == month), None)
    if shown is None or not shown.alarms:
        return
    for person in accounts.with_role(Role.ADMIN):
        if not policy.can_manage_models(person):
            continue
        for kind in shown.alarms:
            with i18n.speaking(person.language):
                values = {
                    "month": drift.words(month),
                    "kind": kind,
                    "share": i18n.percent((shown.unknown if kind == "unknown" else shown.agreement) or 0.0),
                    "link": external(f"/{person.language}/admin/matcher/drift"),
                }
            key = f"drift:{shown.name}:{kind}:{person.id}"
            try:
                enqueue(Purpose.DRIFT_ALARM, to=person, values=values, once_key=key)
            except Conflict:  # told already
                continue
