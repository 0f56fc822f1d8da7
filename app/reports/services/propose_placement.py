"""Propose who goes where in a call, under its free seats; nothing is decided by it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.accounts.models import Person
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.decisions import policy
from app.matching import placing
from app.matching.models import Run
from app.matching.placing import Limit
from app.matching.states import RunKind
from app.programmes import queries as programmes
from app.reports import placement
from app.reports.computing import Progress, compute
from app.reports.services.order_run import queue_run


def propose_placement(*, actor: Person, call_id: uuid.UUID, method: str, limits: Sequence[Limit]) -> Run:
    """`limits` count only for the method “best”. Raises InvalidInput for limits that contradict themselves."""
    if not policy.can_place(actor, call_id):
        raise NotAllowed
    if method not in placement.METHODS:
        raise InvalidInput(N_("Choose how to place."), field="method")
    regions = {region.code for region in programmes.regions()}
    for limit in limits:
        if limit.region not in regions:
            raise InvalidInput(N_("Choose one of the answers in the list."), field=f"least_{limit.region}")
        if limit.least is not None and limit.most is not None and limit.least > limit.most:
            raise InvalidInput(N_("At least cannot be more than at most."), field=f"least_{limit.region}")
    kept = [asdict(limit) for limit in limits if limit.least or limit.most is not None] if method == "best" else []
    return queue_run(kind=RunKind.PLACEMENT, actor=actor, settings={"method": method, "limits": kept}, call_id=call_id)


def place_call(*, run_id: uuid.UUID, progress: Progress) -> None:
    compute(run_id, placed, progress)


def placed(run: Run, progress: Progress) -> dict[str, Any]:
    """Counts and identifiers; ties are drawn by lot from the number of the run, so that it can be drawn again."""
    if run.call_id is None:
        raise InvalidInput(N_("Choose a call."))
    files, unscored = placement.hopefuls(run.call_id)
    seats = placement.free_seats(run.call_id)
    limits = [Limit(**limit) for limit in run.settings["limits"]]
    progress(0.3, "")
    found = placing.place(run.settings["method"], files, seats, limits, str(run.id))
    first = sum(bool(file.wishes) and found.placed.get(file.id) == file.wishes[0] for file in files)
    return {
        "files": len(files),
        "unscored": unscored,
        "seats": seats,
        "placed": dict(found.placed),
        "prices": dict(found.prices),
        "first_wishes": first,
        "envy": found.envy,
        "conflict": [_blamed(region, limits, files) for region in found.conflict],
    }


def _blamed(region: str, limits: Sequence[Limit], files: Sequence[placing.Hopeful]) -> Mapping[str, Any]:
    """The limit that cannot be met, and how many files of the region could take a place at all."""
    limit = next(one for one in limits if one.region == region)
    able = sum(file.region == region and bool(file.fits) for file in files)
    return {"region": region, "least": limit.least, "most": limit.most, "able": able}
