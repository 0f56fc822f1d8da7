"""The trace: who did what, and whether the chain of events is whole."""

from itertools import islice
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.policy import can_read_trace
from app.accounts.roles import Role
from app.core import audit
from app.reports import operations
from app.web.access import me, require_role
from app.web.manager import bp

BREAKS_SHOWN = 20


@bp.route("/admin/audit", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def trace() -> ResponseReturnValue:
    """The list; a POST checks the whole chain first."""
    if not can_read_trace(me()):
        abort(403)
    checked = list(islice(audit.verify(), BREAKS_SHOWN)) if request.method == "POST" else None
    args = request.args
    asked: dict[str, Any] = {"action": args.get("action", "")[:80], "subject": args.get("subject", "").strip()[:40]}
    page = operations.events(action=asked["action"], subject_id=asked["subject"], cursor=args.get("cursor"))
    return render_template(
        "manager/trace.html",
        page=page,
        actors=accounts.names([row.actor_id for row in page.rows]),
        actions=operations.actions(),
        asked=asked,
        checked=checked,
        to=lambda cursor: url_for(".trace", **{k: v for k, v in asked.items() if v}, cursor=cursor),
    )
