"""A worker to be killed: prepare | work SECONDS | recover SECONDS."""

import sys
import time
import uuid
from datetime import timedelta

import sqlalchemy as sa
from flask_migrate import upgrade

import config
from app import create_app
from app.core import jobs
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.jobs import Job
from app.programmes.models import Region

app = create_app(config.load())
pause = float(sys.argv[2]) if len(sys.argv) > 2 else 0


@jobs.handles("test.slow")
def slow() -> None:
    db.session.add(Region(code=f"X{uuid.uuid4().hex[:3]}", name={}, capital={}, latitude=0, longitude=0))
    db.session.flush()
    print("inside", flush=True)  # noqa: T201
    time.sleep(pause)


def say(when: str) -> None:
    written = db.session.scalar(sa.select(sa.func.count()).select_from(Region))
    state = db.session.scalar(sa.select(Job.state).where(Job.kind == "test.slow"))
    print(f"{when}: {written} written, {state}", flush=True)  # noqa: T201
    db.session.rollback()


with app.app_context():
    if sys.argv[1] == "prepare":
        upgrade()
        with transaction():
            jobs.enqueue("test.slow")
    elif sys.argv[1] == "work":
        jobs.run_all()
    else:
        say("before")
        with at(utcnow() + jobs.LEASE + timedelta(seconds=1)):
            jobs.run_all()
        say("after")
