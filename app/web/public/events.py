"""Events that anybody may read of and register for; whether a certificate is valid."""

import uuid

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import BooleanField, SelectField

from app.core import i18n
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import N_
from app.events import codes, queries
from app.events.models import Event, Registration
from app.events.services.register import Guest, register
from app.events.states import EVENT_NAMES, KIND_NAMES, EventState
from app.events.telling import when, where
from app.extensions import ROOM, limiter
from app.startups import queries as startups
from app.web.access import is_signed_in, me, public
from app.web.forms import BaseForm, address_field, choices, name_field
from app.web.public import bp
from app.web.staff.checks import CHOICE
from app.web.staff.forms import identifier

bp.add_app_template_global(when, "event_when")
bp.add_app_template_global(where, "event_where")
NAME = N_("Write your name, as it should stand on the certificate.")


class RegisterForm(BaseForm):
    full_name = name_field(N_("Name"), NAME)
    email = address_field()
    language = SelectField(N_("Language of the mail"), invalid_choice_message=CHOICE)
    startup = SelectField(N_("For a startup"), invalid_choice_message=CHOICE)
    consent = BooleanField(N_("I agree to the use of my name and address for this event"))

    def guest(self) -> Guest:
        return Guest(
            full_name=self.full_name.data or "", email=(self.email.data or "") if "email" in self else me().email,
            language=self.language.data, startup_id=identifier(self.startup.data) if "startup" in self else None,
        )  # fmt: skip


def _form() -> RegisterForm:
    """Somebody signed in registers with their own address, perhaps for one of their startups."""
    known = (
        {"full_name": me().full_name, "language": me().language} if is_signed_in() else {"language": i18n.language()}
    )
    form = RegisterForm.from_request(data=known)
    form.language.choices = dict(i18n.NAMES)
    mine = [(one.startup.id, one.startup.name) for one in startups.of_person(me().id)] if is_signed_in() else []
    form.startup.choices = choices(mine, blank=_("No startup"))
    if is_signed_in():
        del form.email
    if not mine:
        del form.startup
    return form


@bp.get("/events")
@public
def events() -> ResponseReturnValue:
    return render_template("public/events.html", events=queries.coming(), KINDS=KIND_NAMES)


@bp.route("/events/<key>", methods=["GET", "POST"])
@limiter.limit(ROOM, methods=["POST"])
@public
def event(key: str) -> ResponseReturnValue:
    """What, when, where; the form of registration while it is open."""
    found, form = queries.by_key(key), _form()
    if form.submitted_and_valid():
        try:
            actor = me() if is_signed_in() else None
            with transaction():
                one = register(event_id=found.id, guest=form.guest(), consented=form.consent.data, actor=actor)
            return redirect(_after(found, one if actor else None), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    mine = queries.own(found.id, me()) if is_signed_in() else None
    is_open = found.state is EventState.OPEN and found.ends_at > utcnow()
    page = render_template(
        "public/event.html", event=found, form=form, mine=mine, is_open=is_open, over=found.ends_at <= utcnow(),
        KINDS=KIND_NAMES, STATES=EVENT_NAMES,
    )  # fmt: skip
    return kept_by_nobody(page, 422 if form.problems() else 200)


def _after(found: Event, one: Registration | None) -> str:
    """One's own page for somebody signed in; for others the same page for every address."""
    return url_for(".registration", code=one.code) if one else url_for(".event_thanks", key=found.key)


@bp.get("/events/<key>/thanks")
@public
def event_thanks(key: str) -> ResponseReturnValue:
    """The same words for every address, so that nobody learns who is registered."""
    return render_template("public/event_thanks.html", event=queries.by_key(key))


def kept_by_nobody(page: str, status: int = 200) -> Response:
    """Pages about one person stay out of every cache."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/events/certificates/<uuid:number>")
@public
def certificate(number: uuid.UUID) -> ResponseReturnValue:
    """Whether a certificate is valid: the event, and no more of the person than initials."""
    one = queries.certified(number)
    page = render_template("public/event_certificate.html", event=one.event, initials=codes.initials(one.full_name))
    return kept_by_nobody(page)
