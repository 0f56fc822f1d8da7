"""The waiting list for hosting of a site: in order, with measured waits."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cohorts import policy, queries, waiting
from app.cohorts.services.ask_for_place import ask_for_place
from app.cohorts.services.reorder_waiting import reorder_waiting
from app.cohorts.services.withdraw_request import withdraw_request
from app.cohorts.states import HostingState
from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp, find
from app.web.cohorts.forms import AskForm, WaitingForm
from app.web.cohorts.sites import readable, site_of

ACTS = ("up", "down", "withdraw")


@bp.get("/team/hosting")
@bp.get("/team/sites/<key>/hosting")
@require_role(*TEAM, limited=True)
def hosting(key: str | None = None) -> ResponseReturnValue:
    sites = readable(me())
    site = site_of(me(), sites, key)
    return render_template(
        "cohorts/hosting.html",
        site=site,
        sites=sites,
        rows=waiting.waiting(site.id, find.scope_of(me())),
        waits=waiting.waits(site.id),
        today=today(),
        may_run=policy.can_run_site(me(), site.id),
    )


@bp.route("/team/sites/<key>/hosting/<uuid:startup_id>/new", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def hosting_new(key: str, startup_id: uuid.UUID) -> ResponseReturnValue:
    site, startup = site_of(me(), [], key), find.chosen(me(), startup_id)
    if not policy.can_run_site(me(), site.id):
        raise NotAllowed
    form = AskForm.from_request(data={"asked_on": today()})
    if form.submitted_and_valid():
        try:
            with transaction():
                ask_for_place(
                    actor=me(), site_id=site.id, startup_id=startup_id, seats=cast(int, form.seats.data),
                    asked_on=cast(date, form.asked_on.data), note=form.note.data or "", scope=find.scope_of(me()),
                )  # fmt: skip
            flash(_("%(name)s is last on the waiting list.", name=startup.name))
            return redirect(url_for(".hosting", key=key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    page = render_template("cohorts/hosting_new.html", site=site, startup=startup, form=form)
    return page, 422 if form.problems() else 200


@bp.route("/team/hosting/<uuid:request_id>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def hosting_request(request_id: uuid.UUID) -> ResponseReturnValue:
    """One place on the list: moved, taken off, or served by a residence."""
    found = queries.hosting_request(request_id, find.scope_of(me()))
    site = site_of(me(), [], found.site.key)
    form = WaitingForm.from_request(data={"seen": found.position})
    if form.submitted_and_valid():
        try:
            with transaction():
                _act(request_id, form)
            flash(_("The waiting list is changed."))
            return redirect(url_for(".hosting", key=site.key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    found = queries.hosting_request(request_id, find.scope_of(me()))
    page = render_template(
        "cohorts/hosting_request.html",
        asked=found,
        site=site,
        form=form,
        days=(today() - found.asked_on).days,
        waits=found.state is HostingState.WAITING,
        may_run=policy.can_run_site(me(), site.id),
    )
    return page, 422 if form.problems() else 200


def _act(request_id: uuid.UUID, form: WaitingForm) -> None:
    act, reason = form.act.data or "", form.reason.data or ""
    if act not in ACTS:
        raise InvalidInput(_("Choose what changes."), field="act")
    if act == "withdraw":
        withdraw_request(actor=me(), request_id=request_id, reason=reason, scope=find.scope_of(me()))
        return
    reorder_waiting(
        actor=me(), request_id=request_id, up=act == "up", seen=form.seen.data or 0, reason=reason,
        scope=find.scope_of(me()),
    )  # fmt: skip
