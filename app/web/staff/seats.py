"""Openings with their seats and who waits, in order."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.decisions import board, policy
from app.decisions import queries as made
from app.decisions.services.promote_waitlist import promote_waitlist
from app.reviews import queries
from app.reviews.scope import team_scope
from app.web.access import me, require_role
from app.web.staff import TEAM, bp, calls


@bp.get("/team/calls/<key>/seats")
@require_role(*TEAM, limited=True)
def seats(key: str) -> ResponseReturnValue:
    call = queries.call_for_team(me(), key)
    waiting: dict[uuid.UUID, list[object]] = {}
    for row in made.waitlist(call.id, team_scope(me())):
        waiting.setdefault(row.opening_id, []).append(row)
    return render_template(
        "staff/seats.html",
        call=call,
        calls=calls.others(call),
        seats=board.seats(call.id),
        waiting=waiting,
        can_promote=policy.can_publish(me(), call.id),
    )


@bp.post("/team/applications/<uuid:application_id>/promote")
@require_role(Role.LEAD, limited=True)
def seats_promote(application_id: uuid.UUID) -> ResponseReturnValue:
    application = queries.for_team(me(), application_id)
    with transaction():
        promote_waitlist(application_id=application_id, actor=me())
    flash(_("%(name)s is offered the seat. The mail is on its way.", name=application.startup.name))
    return redirect(url_for(".seats", key=application.call.key), 303)
