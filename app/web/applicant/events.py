"""My events: those one is registered for, each with the way to its own page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.clock import utcnow
from app.events import queries
from app.events.states import REGISTRATION_NAMES, EventState, RegistrationState
from app.web.access import me, signed_in
from app.web.applicant import bp


@bp.get("/applications/events")
@signed_in
def events() -> ResponseReturnValue:
    """Coming ones from the soonest, then past ones from the latest."""
    mine, now = queries.of_person(me()), utcnow()
    live = [one for one in mine if one.state is not RegistrationState.CANCELLED]
    coming = [one for one in live if one.event.ends_at > now and one.event.state is not EventState.CANCELLED]
    return render_template(
        "applicant/events.html",
        coming=list(reversed(coming)),
        past=[one for one in live if one.event.ends_at <= now],
        names=REGISTRATION_NAMES,
    )
