"""The queue that wakes workers: SQLite embedded, Redis or PostgreSQL by address. The job rows are the truth."""

from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from huey import PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Huey

from app.core import jobs
from app.core.db import db

log = structlog.get_logger(__name__)


class Queue:
    """One huey instance with two tasks: run this job; sweep for jobs that nobody was told of."""

    def __init__(self, huey: Huey, app: Flask) -> None:
        self.huey = huey

        @huey.task(retries=0)
        def run(job_id: str) -> None:
            with app.app_context():
                jobs.run(job_id)

        @huey.periodic_task(crontab(minute="*"))
        @huey.lock_task("sweep")
        def sweep() -> None:
            with app.app_context():
                for job_id in jobs.due():
                    run(job_id)

        self.run, self.sweep = run, sweep

    def wake(self, job_id: str) -> None:
        self.run(job_id)

    def is_up(self) -> bool:
        """Whether the queue answers now."""
        try:
            self.huey.pending_count()
        except Exception as error:  # each store has errors of its own
            log.warning("queue unreachable", error=type(error).__name__)
            return False
        return True


def connect(app: Flask) -> Queue:
    """The queue at QUEUE_URL: sqlite:///file, redis://host or postgresql://host/db."""
    url: str = app.config["QUEUE_URL"]
    options: dict[str, Any] = {"results": False, "utc": True, "immediate": False}
    if url.startswith("redis"):
        return Queue(RedisHuey("wijha", url=_with_timeouts(url), **options), app)
    if url.startswith(("postgres", "postgresql")):
        return Queue(PostgresHuey("wijha", dsn=url.replace("+psycopg", ""), **options), app)
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    return Queue(SqliteHuey("wijha", filename=str(file), **options), app)


def _with_timeouts(url: str) -> str:
    """A Redis that hangs delays a page by seconds, never for ever."""
    return url if "?" in url else f"{url}?socket_connect_timeout=2&socket_timeout=5"


def database_is_up() -> bool:
    """Whether a statement can be answered now."""
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True
