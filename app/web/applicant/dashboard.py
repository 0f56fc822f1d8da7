"""My applications, and how one begins."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import Length

from app.applications import queries, visibility
from app.applications.models import Application
from app.applications.services.start import start_application
from app.applications.services.submit import answers_by
from app.applications.visibility import Status
from app.cohorts import sharing
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.fold import visible_text
from app.core.i18n import N_, language, long_date
from app.decisions import queries as decisions
from app.outcomes import periods, returns
from app.programmes import queries as programmes
from app.startups import policy as startup_policy
from app.startups import queries as startups
from app.startups.models import Startup
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.forms import BaseForm
from app.web.public.moments import deadline


class StartForm(BaseForm):
    startup = StringField(N_("For which startup?"))
    name = StringField(N_("Name of the project or company"), [Length(max=120)])

    def chosen(self, mine: Sequence[Startup]) -> uuid.UUID | None:
        """The startup that is chosen; None for a new project. Raises InvalidInput for both, or neither."""
        chosen = next((one.id for one in mine if str(one.id) == self.startup.data), None)
        typed = visible_text(self.name.data or "")
        if chosen and typed:
            raise InvalidInput(
                N_("Choose one of the two: a startup in the list, or the name of a new project."), field="name"
            )
        if mine and not chosen and not typed and self.startup.data != "new":
            raise InvalidInput(N_("Choose a startup, or write the name of a new project."), field="startup")
        return chosen


@dataclass(frozen=True, slots=True)
class Card:
    """An application in the list: its status, and what is awaited from whom, by when."""

    application: Application
    status: Status
    awaited: str
    action: str


@bp.get("/applications")
@signed_in
def dashboard() -> ResponseReturnValue:
    cards = [card(application) for application in queries.of_person(me().id)]
    calls, shares = programmes.open_calls(utcnow()), sharing.for_owner(me().id)
    asked = returns.of_person(me().id)
    return render_template(
        "applicant/dashboard.html", cards=cards, calls=calls, shares=shares, asked=asked, period=periods.label
    )


def card(application: Application) -> Card:
    view = visibility.view(application)
    status = view.status
    due = long_date(answers_by(application))
    awaited, action = {
        Status.NOT_SENT: (_("The call closed before it was sent. Your answers are kept."), _("Read it")),
        Status.RECEIVED: (_("Nothing to do. Answer by %(date)s.", date=due), _("Follow it")),
        Status.WAITLISTED: (_("Nothing to do. We write to you if a place comes free."), _("Follow it")),
        Status.REJECTED: (_("The answer and its reason are ready."), _("Read the answer")),
        Status.REDIRECTED: (_("Another programme is proposed to you."), _("Read the answer")),
        Status.CONFIRMED: (_("Your place is confirmed. The team will write to you."), _("Follow it")),
    }.get(status, ("", _("Read it")))
    if status is Status.DRAFT:
        awaited = _("To be sent by you, before %(moment)s.", moment=deadline(application.call.closes_at))
        action = _("Continue")
    if status is Status.OFFERED and (offer := decisions.live_offer(application.id)):
        awaited = _("Your answer is awaited, before %(moment)s.", moment=deadline(offer.expires_at))
        action = _("Answer the offer")
    return Card(application, status, awaited, action)


@bp.route("/calls/<key>/apply", methods=["GET", "POST"])
@signed_in
def start(key: str) -> ResponseReturnValue:
    call, form = programmes.call_by_key(key), StartForm.from_request()
    mine = [m.startup for m in startups.of_person(me().id) if startup_policy.can_edit(m)]
    refused = 422
    if form.submitted_and_valid():
        try:
            with transaction():
                application = start_application(
                    actor=me(),
                    call_id=call.id,
                    startup_id=form.chosen(mine),
                    startup_name=form.name.data or "",
                    language=language(),
                )
            return redirect(url_for(".task_list", application_id=application.id), 303)
        except (InvalidInput, Conflict) as error:
            refused = 409 if isinstance(error, Conflict) else 422
            form.add_error(error)
    status = refused if request.method == "POST" else 200
    is_open = call.is_open(utcnow())
    return render_template("applicant/start.html", call=call, form=form, mine=mine, is_open=is_open), status
