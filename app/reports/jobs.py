"""What is computed about the matcher, outside the pages that ask for it."""

import uuid
from datetime import timedelta

from app.core import jobs
from app.reports.services.propose_placement import place_call
from app.reports.services.run_backtest import run_backtest
from app.reports.services.run_comparison import run_comparison
from app.reports.services.run_trial import run_trial
from app.reports.services.take_snapshot import SNAPSHOT, take_snapshot
from app.reports.services.watch_drift import watch_drift

LONG = timedelta(minutes=20)
"""Longer than the longest step between two notes of progress."""


@jobs.handles("matcher.try", own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def try_settings(run_id: str) -> None:
    run_trial(run_id=uuid.UUID(run_id), progress=jobs.progress)


@jobs.handles("matcher.compare", own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def compare(run_id: str) -> None:
    run_comparison(run_id=uuid.UUID(run_id), progress=jobs.progress)


@jobs.handles("matcher.backtest", own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def backtest(run_id: str) -> None:
    run_backtest(run_id=uuid.UUID(run_id), progress=jobs.progress)


@jobs.handles("call.place", own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def place(run_id: str) -> None:
    place_call(run_id=uuid.UUID(run_id), progress=jobs.progress)


@jobs.handles("matcher.watch", own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def watch(months: list[str]) -> None:
    watch_drift(months=months, progress=jobs.progress)


@jobs.handles(SNAPSHOT, own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def count_dashboard() -> None:
    take_snapshot(progress=jobs.progress)
