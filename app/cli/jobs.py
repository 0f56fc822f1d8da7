"""flask jobs work | run | list | retry: later work."""

import logging
import uuid

import click
import sqlalchemy as sa
from flask import current_app

from app.cli.commands import Commands
from app.cohorts.services import plan_missing
from app.core import jobs
from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from app.decisions.services.retrain import set_timer
from app.reports.services import take_snapshot

group = Commands("jobs", help="Work done after the commit.")


@group.command("work")
@click.option("--threads", default=2, show_default=True, help="how many jobs at once in each lane: mail, quick, long")
def work(threads: int) -> None:
    """Be the worker: execute jobs until Ctrl-C, and look for forgotten ones every ten seconds."""
    with transaction():
        set_timer(every=current_app.config["RETRAIN_EVERY_DAYS"])
        take_snapshot.set_timer()
        plan_missing.set_timer(now=True)
    logging.getLogger("huey").setLevel(logging.WARNING)
    db.session.remove()
    current_app.extensions["queue"].work(threads)


@group.command("run")
def run() -> None:
    """Run what is due now, then stop."""
    with current_app.extensions["queue"].keeping(jobs.renew_leases):
        print(f"{jobs.run_all()} jobs run")


@group.command("list")
def listed() -> None:
    """Jobs that wait or failed."""
    statement = (
        sa.select(Job).where(Job.state.not_in((JobState.DONE, JobState.CANCELLED))).order_by(Job.run_at).limit(200)
    )
    for job in db.session.scalars(statement):
        print(f"{job.id}  {job.state:9} {job.run_at:%Y-%m-%d %H:%M} {job.kind}  {job.last_error or ''}")


@group.command("retry")
@click.argument("job_id", type=click.UUID)
def retry(job_id: uuid.UUID) -> None:
    """Give a failed job its attempts back."""
    with transaction():
        job = db.session.get(Job, job_id, with_for_update=True)
        if job is None or job.state is not JobState.FAILED:
            raise click.ClickException("there is no failed job with this id")
        jobs.retry(job)
    print("queued")
