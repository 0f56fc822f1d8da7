"""Score every sent application on several processes: they compute, this one reads and writes."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict
from app.core.i18n import N_
from app.matching import adapter, bundles, parallel, queries, scores
from app.matching.adapter import SupplyOf
from app.matching.services.score import RANGE
from ml.errors import ModelError


@dataclass(frozen=True, slots=True)
class Report:
    """What was done: files, pairs of file and opening, and the seconds of the whole and of the computing alone."""

    model_number: int
    files: int
    pairs: int
    seconds: float
    computing: float


def score_all(
    *,
    backend: str = parallel.LOCAL,
    workers: int = 1,
    call_id: uuid.UUID | None = None,
    size: int = RANGE,
    supply: SupplyOf = adapter.unknown,
    say: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Scores by the version in service, range by range; each round of ranges is one transaction.

    Raises Conflict without a usable version. Begun again, it scores all again: equal numbers, nothing twice.
    """
    version = queries.champion()
    if version is None:
        raise Conflict(N_("No version is in service."))
    try:
        folder = bundles.fetched(version)
    except ModelError as error:
        raise Conflict(N_("This version cannot be loaded: %(problem)s"), problem=str(error)) from error
    begun, number = time.perf_counter(), version.number
    total, cursor, files, pairs, computing = queries.sent_count(call_id=call_id), "", 0, 0, 0.0
    with parallel.pool(folder, version.manifest["sha256"], backend=backend, workers=workers) as pool:
        while rows := queries.sent_after(cursor, size * workers, call_id=call_id):
            tasks = scores.tasks(rows, today(), size=size, supply=supply)
            started = time.perf_counter()
            found = pool.fits(tasks)
            computing += time.perf_counter() - started
            with transaction():
                _still_serves(number)
                for task, fits in zip(tasks, found, strict=True):
                    scores.write(number, task.ids, fits)
            cursor, files = str(rows[-1].id), files + len(rows)
            pairs += sum(len(task.ids) * len(task.openings) for task in tasks)
            say(files, total)
    return Report(number, files, pairs, time.perf_counter() - begun, computing)


def _still_serves(number: int) -> None:
    version = queries.champion()
    if version is None or version.number != number:
        raise Conflict(N_("Another version was put into service meanwhile. Score again."))
