"""Lessons from sent files: turned into samples of the matcher."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.matching import adapter, queries
from app.programmes.models import Opening
from ml.contracts import LabelledApplication
from ml.data.schema import LABELS, WEIGHTS

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Lesson:
    """How right each opening was for one file, 0 to 1, when that was said, and by what.

    sources: for each label, the key of `LABELS` it comes from; standing: the key of `WEIGHTS` that gave the weight;
    outcome_on: the day of the first result that counts, where there is one.
    """

    application_id: uuid.UUID
    labels: Mapping[uuid.UUID, float]
    weight: float
    decided_on: date
    sources: Mapping[uuid.UUID, str] = field(default_factory=dict)
    standing: str = "decided"
    outcome_on: date | None = None


def values() -> dict[str, dict[str, float]]:
    """What labels and weights are worth now, as a snapshot keeps it."""
    return {"labels": dict(LABELS), "weights": dict(WEIGHTS)}


def counts(lessons: Iterable[Lesson]) -> dict[str, int]:
    """Labels by source and files by standing."""
    found: Counter[str] = Counter()
    for lesson in lessons:
        found.update(lesson.sources.values())
        found[lesson.standing] += 1
    return dict(sorted(found.items()))


def samples(lessons: Iterable[Lesson]) -> list[LabelledApplication]:
    """The matcher's view of these files: what was sent, the openings of the call, the labels."""
    by_id = {lesson.application_id: lesson for lesson in lessons}
    openings: dict[uuid.UUID, Sequence[Opening]] = {}
    found = []
    waiting = iter(sorted(by_id))
    while part := list(islice(waiting, CHUNK)):
        rows = queries.sent(part)
        openings |= _openings({row.call_id for row in rows} - set(openings))
        found += [_sample(row, by_id[row.id], openings[row.call_id]) for row in rows]
    return sorted(found, key=lambda sample: (sample.decided_on, sample.profile.key))


def _sample(row: queries.Sent, lesson: Lesson, openings: Sequence[Opening]) -> LabelledApplication:
    answers = json.loads(row.content)["answers"]
    return LabelledApplication(
        profile=adapter.to_startup(row.id, row.language, answers, lesson.decided_on),
        openings=tuple(
            sorted((adapter.to_opening(one, lesson.decided_on) for one in openings), key=lambda one: one.key)
        ),
        labels={str(key): value for key, value in sorted(lesson.labels.items(), key=lambda pair: str(pair[0]))},
        weight=lesson.weight,
        decided_on=lesson.decided_on,
    )


def _openings(call_ids: set[uuid.UUID]) -> dict[uuid.UUID, Sequence[Opening]]:
    if not call_ids:
        return {}
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
