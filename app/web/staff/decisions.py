"""The board of a call: who stands where, which seats are left, what is decided."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.core.db import transaction
from app.decisions import board, policy
from app.decisions import queries as made
from app.decisions.services.preview_batch import preview_batch
from app.decisions.states import KIND_NAMES, BatchState
from app.programmes.states import CallState
from app.reviews import queries
from app.reviews.scope import team_scope
from app.web.access import me, require_role
from app.web.staff import TEAM, bp, calls


@bp.get("/team/decisions")
@bp.get("/team/calls/<key>/decisions")
@require_role(*TEAM, limited=True)
def decisions(key: str | None = None) -> ResponseReturnValue:
    if key is None:
        return calls.to_latest("staff.decisions", prefer=CallState.CLOSED)
    call = queries.call_for_team(me(), key)
    show = request.args.get("show", "undecided")
    show = show if show in board.SHOWS else "undecided"
    outcomes = board.outcomes(me(), call.id)
    batches = made.batches(call.id)
    became = made.batch_outcomes([batch.id for batch in batches], scope=team_scope(me()))
    return render_template(
        "staff/decisions.html",
        call=call,
        calls=calls.others(call),
        show=show,
        rows=board.rows(me(), call.id, show),
        counts=board.stage_counts(me(), call.id),
        seats=board.seats(call.id),
        outcomes=outcomes,
        waiting=sum(by_state.get("provisional", 0) for by_state in outcomes.values()),  # type: ignore[call-overload]
        kinds=KIND_NAMES,
        batches=batches,
        became=became,
        unused=[b for b in batches if b.state is BatchState.PREPARED and b.id in became and became[b.id].open],
        can_publish=policy.can_publish(me(), call.id),
    )


@bp.post("/team/calls/<key>/batches")
@require_role(Role.LEAD, limited=True)
def batch_prepare(key: str) -> ResponseReturnValue:
    """Freeze the provisional decisions into a list to look at before publishing."""
    call = queries.call_for_team(me(), key)
    with transaction():
        batch = preview_batch(call_id=call.id, actor=me(), hold_mail=request.form.get("hold") == "1")
    return redirect(url_for(".batch", batch_id=batch.id), 303)
