"""Count the dashboard for every filter, and set the timer for the next morning."""

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db, transaction, upsert_all
from app.core.errors import NotAllowed
from app.core.jobs import Job, JobState
from app.programmes import queries as programmes
from app.reports import policy, roadmap, snapshot
from app.reports.computing import Progress
from app.reports.indicators.reading import together
from app.reports.models import DashboardSnapshot

SNAPSHOT = "dashboard.count"
HOUR = time(5)


def order_snapshot(*, actor: Person) -> None:
    """Count now; somebody is looking. Nothing more is ordered while a count waits or runs."""
    if not policy.can_read_figures(actor):
        raise NotAllowed
    waiting = sa.select(Job.id).where(
        Job.kind == SNAPSHOT, Job.state.in_((JobState.QUEUED, JobState.RUNNING)), Job.run_at <= utcnow()
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        return
    job = jobs.enqueue(SNAPSHOT)
    audit.record("dashboard.count", actor=actor, subject=job)


def take_snapshot(*, progress: Progress) -> int:
    """Each period in a transaction of its own; returns how many rows were written."""
    with transaction():  # first: a count that fails does not end the chain
        set_timer()
    found = snapshot.periods()
    db.session.rollback()
    count = 0
    for number, (key, period) in enumerate(found.items()):
        progress(number / len(found), key)
        taken_at = utcnow()
        with together():
            rows = [
                {"key": name, "taken_at": taken_at, "content": content}
                for name, content in snapshot.contents(key, period)
            ]
        if key == snapshot.LAST_12:
            rows.append({"key": snapshot.NETWORK, "taken_at": taken_at, "content": network(list(found))})
        db.session.rollback()
        with transaction():
            upsert_all(DashboardSnapshot, rows, key=("key",))
        count += len(rows)
    return count


def network(period_keys: list[str]) -> dict[str, Any]:
    """What is the same for every filter: names in three languages, sites on the map, the roadmap."""
    return {
        "periods": period_keys,
        "sites": {
            one.key: {
                "name": dict(one.name), "status": one.status.value, "longitude": one.longitude,
                "latitude": one.latitude, "workplaces": one.workplaces,
            }
            for one in programmes.sites()
        },
        "programmes": {one.key: dict(one.name) for one in programmes.programmes(published_only=False)},
        "regions": {one.code: dict(one.name) for one in programmes.regions()},
        "roadmap": roadmap.progress(),
        "planned": [
            {
                "site": one.site.key, "first": one.first.isoformat() if one.first else None,
                "now": one.now.isoformat() if one.now else None, "slip": one.slip,
            }
            for one in roadmap.planned_sites()
        ],
    }  # fmt: skip


def set_timer() -> None:
    """One timer waits at any time: the next morning."""
    waiting = sa.select(Job.id).where(Job.kind == SNAPSHOT, Job.state == JobState.QUEUED, Job.run_at > utcnow())
    if db.session.scalar(waiting.limit(1)) is None:
        jobs.enqueue(SNAPSHOT, run_at=datetime.combine(today() + timedelta(days=1), HOUR, tzinfo=MOROCCO))
