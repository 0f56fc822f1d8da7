"""What came of an event: noted for a startup one may follow up, removed with a reason."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import money, short_date
from app.core.typed import read_words
from app.events import queries
from app.events import results as came
from app.events.models import Event, EventResult
from app.events.services.note_result import Came, note_result, remove_result
from app.events.states import ResultKind
from app.outcomes.measures import FUNDING_NAMES
from app.reviews import scope
from app.web.access import me, require_role
from app.web.events import TEAM, bp
from app.web.events.forms import RemoveForm, ResultForm
from app.web.forms import choices
from app.web.staff.forms import identifier


def _words() -> str:
    return read_words(request.args.get("q", ""))


def _form(event: Event) -> ResultForm:
    """Startups of the event, or of the name that is looked for; their rounds, loans and grants."""
    form = ResultForm.from_request(data={"noted_on": today()})
    startups = came.startups(event.id, scope.followed(me()), words=_words())
    form.startup.choices = choices([(row.id, row.name) for row in startups], blank=_("Choose"))
    rounds = [
        (row.id, f"{row.name} – {_(FUNDING_NAMES[row.kind])}, {money(row.amount)}, {short_date(row.received_on)}")
        for row in came.rounds([row.id for row in startups])
    ]
    form.funding.choices = choices(rounds, blank=_("No round, loan or grant"))
    return form


@bp.route("/team/events/<uuid:event_id>/results", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def results(event_id: uuid.UUID) -> ResponseReturnValue:
    event = queries.for_team(event_id, me())
    form = _form(event)
    if form.submitted_and_valid():
        try:
            if form.kind.data not in set(ResultKind):
                raise InvalidInput(form.kind.validators[0].message, field="kind")
            with transaction():
                note_result(
                    event_id=event_id, came=_came(form), actor=me(), within=scope.followed(me()),
                    result_id=form.made_id(),
                )  # fmt: skip
            flash(_("It is noted."))
            return redirect(url_for(".results", event_id=event_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    listed = came.listed(event.id, scope.followed(me()))
    page = render_template("events/results.html", event=event, form=form, results=listed, words=_words())
    return page, 422 if form.problems() else 200


def _came(form: ResultForm) -> Came:
    return Came(
        startup_id=cast(uuid.UUID, identifier(form.startup.data)), kind=ResultKind(form.kind.data),
        noted_on=cast(date, form.noted_on.data), note=form.note.data or "", funding_id=identifier(form.funding.data),
    )  # fmt: skip


@bp.route("/team/events/<uuid:event_id>/results/<uuid:result_id>/remove", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def result_remove(event_id: uuid.UUID, result_id: uuid.UUID) -> ResponseReturnValue:
    event, form = queries.for_team(event_id, me()), RemoveForm.from_request()
    found = db.session.get(EventResult, result_id)
    if found is None or found.event_id != event.id:
        raise NotFound
    startup = scope.startup(me(), found.startup_id)
    if form.submitted_and_valid():
        with transaction():
            remove_result(result_id=result_id, actor=me(), within=scope.followed(me()), reason=form.reason.data or "")
        flash(_("It is removed. The trace keeps what it said."))
        return redirect(url_for(".results", event_id=event_id), 303)
    page = render_template("events/result_remove.html", event=event, form=form, result=found, startup=startup)
    return page, 422 if form.problems() else 200
