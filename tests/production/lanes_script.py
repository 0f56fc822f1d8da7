"""A worker of the real queue with kinds of its own: prepare | work | look.

`look` prints one line: how many jobs of each kind are done, as JSON.
"""

import json
import os
import sys
import time

import sqlalchemy as sa
from flask_migrate import upgrade

import config
from app import create_app
from app.core import jobs
from app.core.db import db, transaction
from app.core.jobs import Job, JobState, Lane

app = create_app(config.load())
MANY = int(os.environ.get("TEST_MANY", "0"))


@jobs.handles("test.quick")
def be_quick(number: int) -> None:
    """Nothing to do."""


@jobs.handles("test.slow", own_transactions=True, lane=Lane.LONG)
def be_slow() -> None:
    print("inside", flush=True)  # noqa: T201
    time.sleep(float(os.environ.get("TEST_PAUSE", "0")))


@jobs.handles("test.stuck", own_transactions=True, lane=Lane.MAIL)
def be_stuck() -> None:
    time.sleep(600)


def prepare() -> None:
    """Everything is due since long, so that nobody is told of it."""
    upgrade()
    long_ago = jobs.utcnow() - jobs.SILENCE
    with transaction():
        for number in range(MANY):
            jobs.enqueue("test.quick", run_at=long_ago, number=number)
        jobs.enqueue("test.slow", run_at=long_ago)
        for _ in range(20 if MANY else 0):
            jobs.enqueue("test.stuck", run_at=long_ago)


def look() -> None:
    done = sa.select(Job.kind, sa.func.count()).where(Job.state == JobState.DONE, Job.kind.startswith("test."))
    print(json.dumps(dict(db.session.execute(done.group_by(Job.kind)).tuples().all())))  # noqa: T201


with app.app_context():
    if sys.argv[1] == "work":
        app.extensions["queue"].work(2)
    else:
        {"prepare": prepare, "look": look}[sys.argv[1]]()
