"""The signed link at the foot of a mail: one button stops the reminders, without signing in.

The mail program's own button posts there too (RFC 8058), without a session or a page before: the signed link is proof.
"""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db import transaction
from app.core.errors import NotFound
from app.extensions import csrf
from app.outcomes import stopping
from app.outcomes.returns import NEVER, often
from app.outcomes.services.choose_reminders import stop_reminders
from app.startups import queries as startups
from app.web.access import public
from app.web.public import bp


@bp.route("/returns/stop/<token>", methods=["GET", "POST"])
@csrf.exempt
@public
def reminders(token: str) -> ResponseReturnValue:
    startup_id = stopping.startup_of(token)
    if startup_id is None:
        raise NotFound
    startup = startups.get(startup_id)
    if request.method == "POST":
        with transaction():
            stop_reminders(startup_id=startup_id)
    page = make_response(render_template("public/reminders.html", startup=startup, stopped=often(startup_id) == NEVER))
    page.headers["Cache-Control"] = "no-store"
    return page
