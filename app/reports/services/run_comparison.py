"""Judge two versions on the decisions of today, each fitted again on the earlier ones only."""

import uuid
from typing import Any

from app.decisions.lessons import lessons
from app.matching import audit, queries
from app.matching.models import Run
from app.reports.computing import Progress, compute


def run_comparison(*, run_id: uuid.UUID, progress: Progress) -> None:
    compute(run_id, figures, progress)


def figures(run: Run, progress: Progress) -> dict[str, Any]:
    sides = [audit.side(queries.version(number)) for number in (run.model_number, run.other_number) if number]
    ground = audit.ground(lessons())
    return {**audit.compare(ground, sides, progress), "snapshot_id": str(ground.snapshot.id)}
