"""Events: the list, a new one, changes of one."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import ngettext, translate_count
from app.events import policy, queries
from app.events.services.edit_event import create_event, edit_event
from app.events.states import EventKind, EventState
from app.programmes import queries as programmes
from app.web.access import me, require_role
from app.web.events import TEAM, bp
from app.web.events.forms import EventForm


def _filters() -> queries.Filters:
    """Those in the address; unknown values are left out."""
    args = request.args
    year = args.get("year", type=int)
    return queries.Filters(
        kind=EventKind(args["kind"]) if args.get("kind") in set(EventKind) else None,
        year=year if year and 2000 <= year <= 2100 else None,
        site=args.get("site", "")[:60],
        past=args.get("when") == "past",
    )


@bp.get("/team/events")
@require_role(*TEAM, limited=True)
def events() -> ResponseReturnValue:
    filters = _filters()
    asked: dict[str, Any] = {
        "kind": filters.kind.value if filters.kind else None, "year": filters.year, "site": filters.site or None,
        "when": "past" if filters.past else None,
    }  # fmt: skip
    return render_template(
        "events/events.html",
        page=queries.page(me(), filters, cursor=request.args.get("cursor")),
        filters=filters,
        years=queries.years(me()),
        sites=[one for one in programmes.sites() if policy.can_run(me(), one.id)],
        may_create=policy.can_run_any(me()),
        address=lambda **changes: url_for(".events", **(asked | changes)),
    )


@bp.route("/team/events/new", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def event_new() -> ResponseReturnValue:
    if not policy.can_run_any(me()):
        raise NotAllowed
    form = EventForm.from_request()
    form.offer(me())
    if form.submitted_and_valid():
        try:
            with transaction():
                made = create_event(
                    actor=me(), key=form.key.data or "", described=form.described(), event_id=form.made_id()
                )
            flash(_("The event is created as a draft. Open its registration when it is ready."))
            return redirect(url_for(".event", event_id=made.id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"title": _("New event"), "back": url_for(".events"), "button": _("Create the event")}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.route("/team/events/<uuid:event_id>/edit", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def event_edit(event_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.for_team(event_id, me())
    form = EventForm.from_request(obj=found)
    form.offer(me())
    del form.key, form.made
    if form.submitted_and_valid():
        try:
            with transaction():
                told = edit_event(actor=me(), event_id=event_id, described=form.described())
            words = translate_count(
                *ngettext("%(num)s person is told by mail.", "%(num)s people are told by mail.", told)
            )
            flash(f"{_('The event is saved.')} {words}" if told else _("The event is saved."))
            return redirect(url_for(".event", event_id=event_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    back = url_for(".event", event_id=event_id)
    counts = queries.counts(found.id)
    to_tell = 0 if found.state is EventState.DRAFT else counts.registered + counts.waiting
    page = render_template("events/edit.html", event=found, form=form, back=back, to_tell=to_tell)
    return page, 422 if form.problems() else 200
