"""The queue that wakes workers: SQLite embedded, Redis or PostgreSQL by address. The job rows are the truth."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import structlog
from flask import Flask
from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer

from app.core import jobs
from app.core.db import db
from app.core.turns import next_turn

log = structlog.get_logger(__name__)
LONGEST_STOP = 4
"""Seconds that a lane has at a signal for what it has begun; what is cut off is run again."""


class Queue:
    """For each lane one huey instance, with one task: call another worker if there is work, and do the next turn."""

    def __init__(self, make: Callable[[str], Huey], app: Flask) -> None:
        self.app = app
        self.lanes = {lane: make(f"wijha-{lane.value}") for lane in jobs.Lane}
        self._tasks = {lane: self._task(lane) for lane in jobs.Lane}

    def _task(self, lane: jobs.Lane) -> Callable[[], Any]:
        @self.lanes[lane].task(retries=0)  # type: ignore[untyped-decorator]
        def work() -> None:
            with self.app.app_context():
                waiting = self._call(lane)
            for job_id in waiting:
                with self.app.app_context():
                    jobs.run(job_id)

        return work  # type: ignore[no-any-return]

    def wake(self, lane: jobs.Lane) -> None:
        """Have one worker of the lane look for what is due."""
        self._tasks[lane]()

    def sweep(self) -> None:
        """Wake the lanes where something is due that nobody may have been told of."""
        for lane in jobs.Lane:
            self._call(lane)

    def _call(self, lane: jobs.Lane) -> list[str]:
        """The next turn of a lane; while there is one, somebody is called, and calls the next."""
        waiting = next_turn(lane)
        if waiting and not self.lanes[lane].pending_count():
            self.wake(lane)
        return waiting

    def work(self, threads: int) -> None:
        """Be the worker, with so many threads for each lane, until SIGINT (ends what is begun) or SIGTERM."""
        consumers = [
            Consumer(
                huey, workers=threads, periodic=False, initial_delay=0.1, max_delay=1.0, backoff=1.15,
                shutdown_timeout=LONGEST_STOP,
            )
            for huey in self.lanes.values()
        ]  # fmt: skip
        first, *others = consumers
        for consumer in others:
            consumer.start()
        with self.keeping(jobs.renew_leases, self.sweep, *(consumer.check_worker_health for consumer in others)):
            first.run()
        for consumer in others:
            consumer.stop_flag.set()
        for consumer in others:
            consumer.stop(graceful=True)

    @contextmanager
    def keeping(self, *steps: Callable[[], Any]) -> Iterator[None]:
        """Meanwhile do these steps at every beat, from now on; the database or the queue may come and go."""
        stopped = Event()
        keeper = Thread(target=self._keep, args=(steps, stopped), name="keeper", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            stopped.set()
            keeper.join(timeout=LONGEST_STOP)

    def _keep(self, steps: tuple[Callable[[], Any], ...], stopped: Event) -> None:
        while True:
            for step in steps:
                try:
                    with self.app.app_context():
                        step()
                except Exception as error:
                    log.warning("keeping the jobs failed", step=step.__name__, error=type(error).__name__)
            if stopped.wait(jobs.BEAT.total_seconds()):
                return

    def is_up(self) -> bool:
        """Whether the queue answers now."""
        try:
            self.lanes[jobs.Lane.QUICK].pending_count()
        except Exception as error:  # each store has errors of its own
            log.warning("queue unreachable", error=type(error).__name__)
            return False
        return True


def connect(app: Flask) -> Queue:
    """The queue at QUEUE_URL: sqlite:///file, redis://host or postgresql://host/db."""
    url: str = app.config["QUEUE_URL"]
    options: dict[str, Any] = {"results": False, "utc": True, "immediate": False}
    if url.startswith("redis"):
        return Queue(partial(RedisHuey, url=_with_timeouts(url), **options), app)
    if url.startswith(("postgres", "postgresql")):
        return Queue(partial(PostgresHuey, dsn=url.replace("+psycopg", ""), **options), app)
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    return Queue(partial(SqliteHuey, filename=str(file), **options), app)


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
