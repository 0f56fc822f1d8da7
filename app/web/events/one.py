"""One event: its facts, its registration, what those who came said."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import ngettext, translate_count
from app.events import feedback, queries
from app.events.services.cancel_event import cancel_event
from app.events.services.open_registration import close_registration, open_registration
from app.events.states import EVENTS
from app.web.access import me, require_role
from app.web.events import TEAM, bp
from app.web.events.forms import CancelForm


@bp.get("/team/events/<uuid:event_id>")
@require_role(*TEAM, limited=True)
def event(event_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.for_team(event_id, me())
    counts = queries.counts(found.id)
    return render_template(
        "events/event.html",
        event=found,
        counts=counts,
        said=feedback.summary(found.id, came=counts.came),
        over=found.ends_at <= utcnow(),
        allows=lambda name: EVENTS.allows(found.state, name),
    )


@bp.post("/team/events/<uuid:event_id>/<any(open, close):act>")
@require_role(*TEAM, limited=True)
def event_act(event_id: uuid.UUID, act: str) -> ResponseReturnValue:
    queries.for_team(event_id, me())
    with transaction():
        (open_registration if act == "open" else close_registration)(event_id=event_id, actor=me())
    flash(_("Registration is open.") if act == "open" else _("Registration is closed."))
    return redirect(url_for(".event", event_id=event_id), 303)


@bp.route("/team/events/<uuid:event_id>/cancel", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def event_cancel(event_id: uuid.UUID) -> ResponseReturnValue:
    found, form = queries.for_team(event_id, me()), CancelForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                told = cancel_event(event_id=event_id, actor=me(), reason=form.reason.data or "")
            words = translate_count(
                *ngettext("%(num)s person is told by mail.", "%(num)s people are told by mail.", told)
            )
            flash(f"{_('The event is cancelled.')} {words}")
            return redirect(url_for(".event", event_id=event_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    page = render_template("events/cancel.html", event=found, form=form, counts=queries.counts(found.id))
    return page, 422 if form.problems() else 200
