"""A proposal of who goes where: it fills seats on paper, a lead decides file by file."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_whole
from app.decisions import policy
from app.matching.placing import Limit
from app.programmes import queries as programmes
from app.reports import computing
from app.reports import placement as proposed
from app.reports.services.propose_placement import propose_placement
from app.reviews import queries
from app.web.access import me, require_role
from app.web.errors import words
from app.web.staff import bp, calls

MOST = 9999


@bp.route("/team/calls/<key>/placement", methods=["GET", "POST"])
@require_role(Role.LEAD, limited=True)
def placement(key: str) -> ResponseReturnValue:
    """Proposals made before, and the form that asks for another."""
    call = queries.call_for_team(me(), key)
    problems: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            limits = [_limit(region.code) for region in programmes.regions()]
            with transaction():
                run = propose_placement(
                    actor=me(), call_id=call.id, method=request.form.get("method", ""), limits=limits
                )
            return redirect(url_for(".placement_result", key=key, run_id=run.id), 303)
        except InvalidInput as error:
            problems = {error.field or "method": words(error)}
    page = render_template(
        "staff/placement.html", call=call, calls=calls.others(call), regions=programmes.regions(),
        proposals=proposed.proposals(call.id), can_place=policy.can_place(me(), call.id), problems=problems,
        typed=request.form,
    )  # fmt: skip
    return page, 422 if problems else 200


@bp.get("/team/calls/<key>/placement/<uuid:run_id>")
@require_role(Role.LEAD, limited=True)
def placement_result(key: str, run_id: uuid.UUID) -> ResponseReturnValue:
    call = queries.call_for_team(me(), key)
    run = proposed.proposal(call.id, run_id)
    result = (run.result or {}).get("placed") or {}
    names = proposed.names(me(), result)
    placed: dict[str, list[Any]] = {}
    hidden: dict[str, int] = {}
    for application_id, opening_id in result.items():
        if application_id in names:
            placed.setdefault(opening_id, []).append(names[application_id])
        else:
            hidden[opening_id] = hidden.get(opening_id, 0) + 1
    return render_template(
        "staff/placement_result.html", call=call, calls=calls.others(call), run=run, job=computing.job_of(run),
        placed=placed, hidden=hidden, openings=programmes.openings(call.id),
        regions={region.code: region.name for region in programmes.regions()},
    )  # fmt: skip


def _limit(code: str) -> Limit:
    return Limit(code, _number(f"least_{code}"), _number(f"most_{code}"))


def _number(field: str) -> int | None:
    """A whole number from 0 on; InvalidInput says so beside the field."""
    text = request.form.get(field, "").strip()
    number = read_whole(text, most=MOST)
    if text and number is None:
        raise InvalidInput(N_("Write a whole number from 0 to 9,999."), field=field)
    return number
