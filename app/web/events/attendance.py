"""Who came: the list, the code at the door, somebody who was not registered, certificates."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.clock import MOROCCO, today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import language, ngettext, translate_count
from app.core.typed import read_words
from app.events import policy, queries
from app.events.models import Registration
from app.events.services.mark_attendance import add_walk_in, mark_by_code, mark_present, unmark
from app.events.states import EventState
from app.web.access import me, require_role
from app.web.certificates import certificate_of
from app.web.events import TEAM, bp
from app.web.events.forms import WalkInForm
from app.web.staff.forms import identifiers


@bp.route("/team/events/<uuid:event_id>/attendance", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def attendance(event_id: uuid.UUID) -> ResponseReturnValue:
    """POST notes the ticked people as present, or takes it back: only those, whatever others noted meanwhile."""
    if request.method == "POST":
        return _mark(event_id)
    return _page(event_id, WalkInForm())


def _mark(event_id: uuid.UUID) -> ResponseReturnValue:
    ticked, back = identifiers(request.form.getlist("registration")), request.form.get("act") == "unmark"
    queries.for_team(event_id, me())
    with transaction():
        count = (unmark if back else mark_present)(event_id=event_id, registration_ids=ticked, actor=me())
    if back:
        flash(translate_count(*ngettext("%(num)s presence is taken back.", "%(num)s presences are taken back.", count)))
    else:
        flash(
            translate_count(
                *ngettext("%(num)s person is noted as present.", "%(num)s people are noted as present.", count)
            )
        )
    q, cursor = request.args.get("q"), request.args.get("cursor")
    return redirect(url_for(".attendance", event_id=event_id, q=q, cursor=cursor), 303)


def _page(event_id: uuid.UUID, form: WalkInForm) -> ResponseReturnValue:
    found, words = queries.for_team(event_id, me()), read_words(request.args.get("q", ""))
    noting = found.state in (EventState.OPEN, EventState.CLOSED)
    page = render_template(
        "events/attendance.html",
        event=found,
        form=form,
        words=words,
        counts=queries.counts(found.id),
        page=queries.guests(found.id, words=words, cursor=request.args.get("cursor")),
        began=noting and today() >= found.starts_at.astimezone(MOROCCO).date(),
        to=lambda cursor: url_for(".attendance", event_id=event_id, q=words or None, cursor=cursor),
    )
    return page, 422 if form.problems() else 200


@bp.post("/team/events/<uuid:event_id>/walk-in")
@require_role(*TEAM, limited=True)
def walk_in(event_id: uuid.UUID) -> ResponseReturnValue:
    queries.for_team(event_id, me())
    form = WalkInForm.from_request()
    if form.validate():
        try:
            with transaction():
                one = add_walk_in(event_id=event_id, guest=form.guest(language()), actor=me())
            flash(_("%(name)s is added, and noted as present.", name=one.full_name))
            return redirect(url_for(".attendance", event_id=event_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(event_id, form)


@bp.get("/team/events/<uuid:event_id>/code")
@require_role(*TEAM, limited=True)
def find_code(event_id: uuid.UUID) -> ResponseReturnValue:
    """A code that is typed by hand."""
    found = queries.for_team(event_id, me())
    try:
        one = _theirs(request.args.get("code", ""))
    except NotFound:
        flash(_("No registration has this code. Check it letter by letter."))
        return redirect(url_for(".attendance", event_id=found.id), 303)
    return redirect(url_for(".attend", code=one.code), 303)


def _theirs(code: str) -> Registration:
    """NotFound for an event of another site, as for a code that does not exist."""
    one = queries.registration(code)
    if not policy.can_run(me(), one.event.site_id):
        raise NotFound
    return one


@bp.route("/team/events/attend/<code>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def attend(code: str) -> ResponseReturnValue:
    """The address in the QR code: who it is; the button notes them as present."""
    one = _theirs(code)
    refused = None
    if request.method == "POST":
        try:
            with transaction():
                mark_by_code(code=code, actor=me(), give_place=request.form.get("act") == "give_place")
            flash(_("%(name)s is noted as present.", name=one.full_name))
            return redirect(url_for(".attend", code=one.code), 303)
        except Conflict as error:
            refused = error
    page = render_template("events/attend.html", one=one, event=one.event, refused=refused)
    return page, 409 if refused else 200


@bp.get("/team/events/<uuid:event_id>/certificates/<uuid:registration_id>")
@require_role(*TEAM, limited=True)
def certificate(event_id: uuid.UUID, registration_id: uuid.UUID) -> ResponseReturnValue:
    """Of somebody who came, in the reader's language."""
    one = queries.certified(registration_id)
    if one.event_id != event_id or not policy.can_run(me(), one.event.site_id):
        raise NotFound
    return certificate_of(one)
