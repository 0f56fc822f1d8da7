"""Lessons from decided files: turned into samples of the matcher."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.applications.models import Application, Snapshot
from app.core.db import db
from app.matching import adapter
from app.programmes.models import Opening
from ml.contracts import LabelledApplication


@dataclass(frozen=True, slots=True)
class Lesson:
    """How right each opening was for one decided file, 0 to 1, and when that was decided."""

    application_id: uuid.UUID
    labels: Mapping[uuid.UUID, float]
    weight: float
    decided_on: date


def samples(lessons: Iterable[Lesson]) -> list[LabelledApplication]:
    """The matcher's view of decided files: what was sent, the openings of the call, the labels."""
    by_id = {lesson.application_id: lesson for lesson in lessons}
    if not by_id:
        return []
    rows = db.session.execute(
        sa.select(Application.id, Application.call_id, Application.language, Snapshot.content)
        .join(Snapshot, Snapshot.application_id == Application.id)
        .where(Application.id.in_(by_id))
        .order_by(Application.submitted_at, Application.id)
    ).all()
    openings = _openings({row.call_id for row in rows})
    found = []
    for row in rows:
        lesson = by_id[row.id]
        answers = json.loads(row.content)["answers"]
        found.append(
            LabelledApplication(
                profile=adapter.to_startup(row.id, row.language, answers, lesson.decided_on),
                openings=tuple(adapter.to_opening(opening, lesson.decided_on) for opening in openings[row.call_id]),
                labels={str(key): value for key, value in lesson.labels.items()},
                weight=lesson.weight,
                decided_on=lesson.decided_on,
            )
        )
    return found


def _openings(call_ids: set[uuid.UUID]) -> dict[uuid.UUID, Sequence[Opening]]:
    statement = (
        sa.select(Opening)
        .where(Opening.call_id.in_(call_ids))
        .options(joinedload(Opening.programme), joinedload(Opening.site))
        .order_by(Opening.position, Opening.id)
    )
    found: dict[uuid.UUID, list[Opening]] = {call_id: [] for call_id in call_ids}
    for opening in db.session.scalars(statement):
        found[opening.call_id].append(opening)
    return {call_id: tuple(rows) for call_id, rows in found.items()}
