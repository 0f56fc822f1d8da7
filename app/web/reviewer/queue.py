"""The reviewer's queue: on a wide screen with its first file beside it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.web.access import me, require_role
from app.web.reviewer import bp, desk


@bp.get("/reviews")
@require_role(Role.REVIEWER, limited=True)
def queue() -> ResponseReturnValue:
    show = request.args.get("show", "")
    listed = desk.queue(me(), show)
    if not listed["rows"]:
        return render_template("reviewer/queue_empty.html", **listed)
    first = listed["rows"][0].application_id
    return render_template("reviewer/review.html", view="queue", problem=None, **desk.data(me(), first, show))
