"""What those who came said of an event: how many, mean, distribution; texts without names, from five answers on."""

import uuid
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.events.models import Registration
from app.events.services.give_feedback import MARKS

FEWEST = 5
"""With fewer answers the team would guess who wrote what."""


@dataclass(frozen=True, slots=True)
class Summary:
    answered: int
    came: int
    mean: float | None
    marks: dict[int, int]
    texts: list[str]
    hidden: bool


def summary(event_id: uuid.UUID, *, came: int) -> Summary:
    rows = db.session.execute(
        sa.select(Registration.rating, Registration.feedback).where(
            Registration.event_id == event_id,
            Registration.attended_at.is_not(None),
            Registration.rating.is_not(None),
        )
    ).all()
    marks = Counter(rating for rating, _text in rows if rating)
    total = sum(mark * count for mark, count in marks.items())
    hidden = len(rows) < FEWEST
    return Summary(
        answered=len(rows),
        came=came,
        mean=total / len(rows) if rows else None,
        marks={mark: marks[mark] for mark in reversed(MARKS)},
        texts=[] if hidden else sorted(text for _rating, text in rows if text),  # in no order that tells who
        hidden=hidden and any(text for _rating, text in rows),
    )
