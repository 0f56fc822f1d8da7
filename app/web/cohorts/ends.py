"""What ends ahead: stays and startup terms, with the timers that announce them."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cohorts import policy, stays
from app.cohorts.services.cancel_announcement import cancel_announcement
from app.cohorts.services.plan_announcements import AHEAD
from app.cohorts.states import Ahead
from app.core.db import transaction
from app.core.i18n import N_
from app.core.jobs import JobState
from app.reviews import scope
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp
from app.web.cohorts.sites import readable

PERIODS = {92: N_("3 months"), 183: N_("6 months"), 366: N_("12 months")}
LIMIT = 200


@bp.get("/team/ends")
@require_role(*TEAM, limited=True)
def ends() -> ResponseReturnValue:
    days = request.args.get("days", 183, type=int)
    days, site = days if days in PERIODS else 183, request.args.get("site", "")[:60]
    rows = stays.ends_ahead(me(), scope=scope.followed(me()), days=days, site=site, limit=LIMIT + 1)
    return render_template(
        "cohorts/ends.html",
        rows=rows[:LIMIT],
        more=len(rows) > LIMIT,
        days=days,
        site=site,
        sites=readable(me()),
        periods=PERIODS,
        ahead={what: AHEAD[what].days for what in Ahead},
        QUEUED=JobState.QUEUED,
        may_run={row.site_id: policy.can_run_site(me(), row.site_id) for row in rows},
        address=lambda **changes: url_for(".ends", **({"days": days, "site": site or None} | changes)),
    )


@bp.post("/team/residences/<uuid:residence_id>/announcements/<any(end, terms):what>/cancel")
@require_role(*TEAM, limited=True)
def ends_cancel(residence_id: uuid.UUID, what: str) -> ResponseReturnValue:
    with transaction():
        cancel_announcement(actor=me(), residence_id=residence_id, what=Ahead(what), scope=scope.followed(me()))
    flash(_("This will not be announced."))
    return redirect(url_for(".ends", days=request.args.get("days"), site=request.args.get("site")), 303)
