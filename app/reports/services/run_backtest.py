"""Fill the seats of a past call again under a rule, and say what is known of those it would have admitted."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.core.errors import Conflict
from app.core.i18n import N_
from app.decisions.lessons import lessons
from app.matching import audit, queries, replay
from app.matching.models import Run
from app.reports import groups, past
from app.reports.computing import Progress, compute
from app.reports.past import Sent


def run_backtest(*, run_id: uuid.UUID, progress: Progress) -> None:
    compute(run_id, replayed, progress)


def replayed(run: Run, progress: Progress) -> dict[str, Any]:
    """Counts and identifiers; the same run gives the same placement at any time."""
    if run.call_id is None:
        raise Conflict(N_("Choose a past call."))
    sent, openings = past.files(run.call_id), past.seats(run.call_id)
    real = {one.id: one.real for one in sent if one.real is not None}
    given = Counter(real.values())
    every = run.settings.get("seats") == "all"
    seats = {str(row.id): row.seats if every else given[str(row.id)] for row in openings}
    barred = past.barred(run.call_id)
    ground: dict[str, Any] = {}
    drawn = _placement(run, sent, seats, barred, ground, progress)
    progress(0.95, "")
    known = past.outcomes(sent)
    return {
        "files": len(sent),
        "overlap": replay.overlap(real, drawn),
        "seats": [
            {
                "opening": key,
                "seats": count,
                "real": given[key],
                "drawn": Counter(drawn.values())[key],
            }
            for key, count in seats.items()
        ],
        "mix": {name: _mix(name, sent, real, drawn) for name in past.MIXES},
        "outcomes": {
            name: {"real": replay.known(real, known[name]), "drawn": replay.known(drawn, known[name])}
            for name in past.OUTCOMES
        },
        "unknown": len(set(drawn) - set(real)),
        "drawn": [list(pair) for pair in sorted(drawn.items())],
        **ground,
    }


def _placement(
    run: Run,
    sent: Sequence[Sent],
    seats: Mapping[str, int],
    barred: frozenset[tuple[str, str]],
    ground: dict[str, Any],
    progress: Progress,
) -> dict[str, str]:
    policy = run.settings["policy"]
    if policy in ("champion", "candidate", "prior"):
        return _by_matcher(run, sent, seats, barred, ground, progress)
    wishes = {one.id: one.wishes or tuple(seats) for one in sent}
    if policy == "lottery":
        order = replay.lottery(run.settings["seed"], wishes)
    else:
        scored = [one for one in sent if one.score is not None]
        order = [one.id for one in sorted(scored, key=lambda one: (-(one.score or 0.0), one.id))]
        ground["unscored"] = len(sent) - len(scored)
    return replay.fill_in_order(order, wishes, seats, barred)


def _by_matcher(
    run: Run,
    sent: Sequence[Sent],
    seats: Mapping[str, int],
    barred: frozenset[tuple[str, str]],
    ground: dict[str, Any],
    progress: Progress,
) -> dict[str, str]:
    """The settings of a version, fitted on what was known before the call was decided, without its files."""
    version = queries.version(run.model_number) if run.model_number else queries.champion()
    values = audit.in_service(version.manifest if version else None)
    day = past.first_decision(sent[0].file.call_id) if sent else None
    if day is None:
        raise Conflict(N_("No decision of this call is published."))
    data = audit.ground(lessons())
    ground["snapshot_id"] = str(data.snapshot.id)
    if run.settings["policy"] == "prior":
        bundle = replay.written_only(data, values)
    else:
        keys = [one.id for one in sent]
        bundle = replay.fit_before(data, values, day, keys, lambda share, note: progress(0.6 * share, note))
        ground["before"] = day.isoformat()
    fits = replay.fits(bundle, [one.file for one in sent], day, lambda share, note: progress(0.6 + 0.3 * share, note))
    return replay.fill_by_fit(fits, seats, barred)


def _mix(name: str, sent: Sequence[Sent], real: Mapping[str, str], drawn: Mapping[str, str]) -> list[dict[str, Any]]:
    """Groups of those admitted, really and again; small ones, and what would give them away, are not shown."""
    group_of = groups.of_files(name, [one.file.id for one in sent])
    names = {one.id: group_of.get(one.file.id, groups.UNSAID) for one in sent}
    if name in groups.DECLARED_ONLY:
        names = {key: group for key, group in names.items() if group != groups.UNSAID}
    counts = {
        side: Counter(names[key] for key in placed if key in names)
        for side, placed in (("real", real), ("drawn", drawn))
    }
    whole = Counter(names.values())
    shown = {side: replay.visible({group: (counts[side][group], 0) for group in whole}) for side in ("real", "drawn")}
    return [
        {"group": group, **{side: counts[side][group] if group in shown[side] else None for side in ("real", "drawn")}}
        for group, _count in sorted(whole.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
