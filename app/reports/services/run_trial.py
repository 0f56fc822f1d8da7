"""Compute the effect of tried settings: fit with them, ask both matchers about past and waiting files, compare."""

import uuid
from typing import Any

from app.core.errors import Conflict
from app.core.i18n import N_
from app.decisions.lessons import lessons
from app.matching import audit, replay
from app.matching.models import Run
from app.reports import groups, trials
from app.reports.computing import Progress, compute


def run_trial(*, run_id: uuid.UUID, progress: Progress) -> None:
    compute(run_id, effect, progress)


def effect(run: Run, progress: Progress) -> dict[str, Any]:
    """Counts and identifiers. The fit is the one a version would get: same decisions, same seed."""
    ground = audit.ground(lessons())
    bundle = audit.fit(ground, run.settings, lambda share, note: progress(0.6 * share, note))
    before = replay.bundle(run.model_number) if run.model_number is not None else None
    if run.model_number is not None and before is None:
        raise Conflict(N_("The version in service cannot be loaded."))
    files = [*trials.current_files(), *trials.past_files()]
    days = trials.days_of_calls(file.call_id for file in files)
    effects = audit.effect(files, before, bundle, days, lambda share, note: progress(0.6 + 0.35 * share, note))
    progress(0.95, "")
    ids = [one.file.id for one in effects]
    return {
        **trials.summary(effects, {name: groups.of_files(name, ids) for name in groups.TRIED}),
        "rules": trials.tried_rules(run.settings.get("rules", {})),
        "champion": run.model_number,
        "decisions": ground.decisions,
        "invented": ground.invented,
        "snapshot_id": str(ground.snapshot.id),
    }
