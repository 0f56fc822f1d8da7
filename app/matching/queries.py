"""Model versions, stored recommendations, runs, and the sent applications they are computed for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.applications.models import Application, Snapshot
from app.core.db import db
from app.core.errors import NotFound
from app.core.jobs import Job, JobState
from app.matching.models import ApplicationScore, DataSnapshot, ModelVersion, Recommendation, Run
from app.matching.states import ModelState, RunKind, RunState

TRAINING = "model.train"
LARGEST = 2**31 - 1
"""What a column of numbers holds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent application: its call, its language, and the copy made when it was sent."""

    id: uuid.UUID
    call_id: uuid.UUID
    language: str
    content: str


def of_application(application_id: uuid.UUID) -> Recommendation | None:
    statement = sa.select(Recommendation).where(Recommendation.application_id == application_id)
    return db.session.scalars(statement).one_or_none()


def score_of(application_id: uuid.UUID) -> ApplicationScore | None:
    """What the version that scored last gives an application."""
    return db.session.get(ApplicationScore, application_id)


def versions(*, limit: int = 100) -> list[ModelVersion]:
    """Model versions, the latest first."""
    return list(db.session.scalars(sa.select(ModelVersion).order_by(ModelVersion.number.desc()).limit(limit)))


def version(number: int, *, lock: bool = False) -> ModelVersion:
    if number > LARGEST:
        raise NotFound
    statement = sa.select(ModelVersion).where(ModelVersion.number == number)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def champion(*, lock: bool = False) -> ModelVersion | None:
    statement = sa.select(ModelVersion).where(ModelVersion.state == ModelState.CHAMPION)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def anything_served() -> bool:
    """Whether some version was ever in service."""
    statement = sa.select(
        sa.exists().where(sa.or_(ModelVersion.promoted_at.is_not(None), ModelVersion.state == ModelState.CHAMPION))
    )
    return bool(db.session.scalar(statement))


def served_before(current: ModelVersion, *, lock: bool = False) -> ModelVersion | None:
    """The retired version that was promoted last before this one."""
    statement = (
        sa.select(ModelVersion)
        .where(ModelVersion.state == ModelState.RETIRED, ModelVersion.promoted_at < current.promoted_at)
        .order_by(ModelVersion.promoted_at.desc(), ModelVersion.number.desc())
        .limit(1)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def next_number() -> int:
    return (db.session.scalar(sa.select(sa.func.max(ModelVersion.number))) or 0) + 1


def snapshot(snapshot_id: uuid.UUID | None) -> DataSnapshot | None:
    return db.session.get(DataSnapshot, snapshot_id) if snapshot_id is not None else None


def run(run_id: uuid.UUID, *, lock: bool = False) -> Run:
    found = db.session.get(Run, run_id, with_for_update=lock or None, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def run_of_job(job_id: uuid.UUID, *, lock: bool = False) -> Run | None:
    """What a job computes, if it is a run."""
    statement = sa.select(Run).where(Run.job_id == job_id).limit(1)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def unfinished(kind: RunKind, *, lock: bool = False) -> list[Run]:
    """Runs of a kind that wait or compute, the oldest first."""
    statement = (
        sa.select(Run)
        .where(Run.kind == kind, Run.state.in_((RunState.WAITING, RunState.RUNNING)))
        .order_by(Run.created_at, Run.id)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(statement))


def latest_run(kind: RunKind) -> Run | None:
    statement = sa.select(Run).where(Run.kind == kind).order_by(Run.created_at.desc(), Run.id).limit(1)
    return db.session.scalars(statement).one_or_none()


def sent_count(*, call_id: uuid.UUID | None = None) -> int:
    statement = sa.select(sa.func.count()).select_from(Application).where(Application.submitted_at.is_not(None))
    if call_id is not None:
        statement = statement.where(Application.call_id == call_id)
    return db.session.scalar(statement) or 0


def scored_count(number: int) -> int:
    """How many sent applications hold scores of this version."""
    statement = sa.select(sa.func.count()).where(ApplicationScore.model_number == number)
    return db.session.scalar(statement) or 0


def sent_after(cursor: str, size: int, *, call_id: uuid.UUID | None = None) -> Sequence[Sent]:
    """The next sent applications in the order of their ids; `cursor` is the last id seen, or empty."""
    statement = _sent().order_by(Application.id).limit(size)
    if cursor:
        statement = statement.where(Application.id > uuid.UUID(cursor))
    if call_id is not None:
        statement = statement.where(Application.call_id == call_id)
    return [Sent(*row) for row in db.session.execute(statement)]


def sent(ids: Sequence[uuid.UUID]) -> Sequence[Sent]:
    """These applications, as far as they were sent, in the order of their ids."""
    return [Sent(*row) for row in db.session.execute(_sent().where(Application.id.in_(ids)).order_by(Application.id))]


def _sent() -> sa.Select[uuid.UUID, uuid.UUID, str, str]:
    """Sent applications with the latest copy of what was sent."""
    copies = aliased(Snapshot)
    latest = sa.select(sa.func.max(copies.number)).where(copies.application_id == Application.id).scalar_subquery()
    return (
        sa.select(Application.id, Application.call_id, Application.language, Snapshot.content)
        .join(Snapshot, sa.and_(Snapshot.application_id == Application.id, Snapshot.number == latest))
        .where(Application.submitted_at.is_not(None))
    )


def training_jobs() -> list[Job]:
    """Trainings that wait or run, the oldest first."""
    statement = (
        sa.select(Job)
        .where(Job.kind == TRAINING, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
        .order_by(Job.created_at, Job.id)
        .limit(20)
    )
    return list(db.session.scalars(statement))


def snapshots(*, limit: int = 100) -> list[DataSnapshot]:
    """Frozen data, the latest first."""
    return list(db.session.scalars(sa.select(DataSnapshot).order_by(DataSnapshot.number.desc()).limit(limit)))


def snapshot_by_hash(sha256: str) -> DataSnapshot | None:
    statement = sa.select(DataSnapshot).where(DataSnapshot.sha256 == sha256).order_by(DataSnapshot.number).limit(1)
    return db.session.scalars(statement).one_or_none()


def trained_from(snapshot_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[int]]:
    """Numbers of the versions trained from each snapshot."""
    found: dict[uuid.UUID, list[int]] = {}
    for snapshot_id, number in db.session.execute(
        sa.select(ModelVersion.snapshot_id, ModelVersion.number)
        .where(ModelVersion.snapshot_id.in_(snapshot_ids))
        .order_by(ModelVersion.number)
    ):
        if snapshot_id is not None:
            found.setdefault(snapshot_id, []).append(number)
    return found


def next_snapshot_number() -> int:
    return (db.session.scalar(sa.select(sa.func.max(DataSnapshot.number))) or 0) + 1
