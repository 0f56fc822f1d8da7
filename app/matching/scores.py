"""Sent applications as tasks of the scorer, and its answers as rows."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.clock import utcnow
from app.core.db import upsert_all
from app.matching import adapter
from app.matching.adapter import SupplyOf
from app.matching.models import ApplicationScore
from app.matching.queries import Sent
from app.programmes import queries as programmes
from ml.contracts import OpeningProfile, StartupProfile

Fits = Mapping[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Task:
    """Applications of one call and the openings they are measured against."""

    ids: tuple[uuid.UUID, ...]
    profiles: tuple[StartupProfile, ...]
    openings: tuple[OpeningProfile, ...]


def tasks(
    rows: Sequence[Sent], day: date, *, size: int | None = None, supply: SupplyOf = adapter.unknown
) -> list[Task]:
    """The rows by call, in pieces of at most `size`."""
    by_call: dict[uuid.UUID, list[Sent]] = {}
    for row in rows:
        by_call.setdefault(row.call_id, []).append(row)
    found = []
    for call_id, members in by_call.items():
        left = supply(call_id)
        openings = tuple(adapter.to_opening(one, day, left.get(one.id)) for one in programmes.openings(call_id))
        for start in range(0, len(members), size or len(members)):
            part = members[start : start + (size or len(members))]
            found.append(Task(tuple(row.id for row in part), tuple(_profile(row, day) for row in part), openings))
    return found


def _profile(row: Sent, day: date) -> StartupProfile:
    return adapter.to_startup(row.id, row.language, json.loads(row.content)["answers"], day)


def write(model_number: int, ids: Sequence[uuid.UUID], fits: Sequence[Fits]) -> None:
    """Replace what another version said of these applications; `fits` have the best opening first."""
    now = utcnow()
    rows: list[dict[str, Any]] = []
    for application_id, found in zip(ids, fits, strict=True):
        best = next(iter(found), None)
        rows.append(
            {
                "application_id": application_id,
                "model_number": model_number,
                "computed_at": now,
                "best_opening_id": uuid.UUID(best) if best else None,
                "best_fit": found[best][0] if best else None,
                "fits": {key: list(pair) for key, pair in found.items()},
            }
        )
    upsert_all(ApplicationScore, rows, key=("application_id",))
