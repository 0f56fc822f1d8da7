"""A person's own page about an event, behind its code: the QR code, giving the place back, feedback, certificate."""

from base64 import b64encode
from io import BytesIO
from urllib.parse import urlparse

import qrcode
import qrcode.image.svg
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_whole
from app.events import calendar, codes, queries
from app.events.models import Event, Registration
from app.events.services.cancel_registration import cancel_registration
from app.events.services.give_feedback import give_feedback
from app.events.states import EVENT_NAMES, EventState, RegistrationState
from app.mail.render import external
from app.web.access import is_signed_in, me, public
from app.web.certificates import certificate_of
from app.web.downloads import send_made
from app.web.forms import BaseForm, Needed
from app.web.public import bp
from app.web.public.events import kept_by_nobody
from app.web.staff.checks import AtMost


class FeedbackForm(BaseForm):
    rating = StringField(N_("Your mark"), [Needed(N_("Choose a mark from 1 to 5."))])
    text = TextAreaField(N_("What was good, what was missing?"), [Optional(), AtMost(2000)])


@bp.get("/events/r/<code>")
@public
def registration(code: str) -> ResponseReturnValue:
    one = queries.registration(code)
    return _page(one, FeedbackForm(data={"rating": str(one.rating or ""), "text": one.feedback}))


def _page(one: Registration, form: FeedbackForm) -> ResponseReturnValue:
    now, event = utcnow(), one.event
    waits = one.state is RegistrationState.WAITING
    page = render_template(
        "public/event_registration.html",
        one=one,
        event=event,
        form=form,
        shown=codes.shown(one.code),
        qr=qr(url_for("events.attend", code=one.code, lang="fr")),
        before=queries.waiting_before(one) if waits else 0,
        to_come=to_come(event),
        over=event.ends_at <= now,
        STATES=EVENT_NAMES,
    )
    return kept_by_nobody(page, 422 if form.problems() else 200)


def to_come(event: Event) -> bool:
    return event.starts_at > utcnow() and event.state is not EventState.CANCELLED


def qr(path: str) -> str:
    """The QR code of an address of ours, as the data of an image."""
    made = qrcode.make(external(path), image_factory=qrcode.image.svg.SvgPathFillImage, box_size=10, border=2)
    written = BytesIO()
    made.save(written)
    return "data:image/svg+xml;base64," + b64encode(written.getvalue()).decode()


@bp.route("/events/r/<code>/cancel", methods=["GET", "POST"])
@public
def registration_cancel(code: str) -> ResponseReturnValue:
    """GET asks once; nobody gives a place back by a slip of the thumb."""
    own_page = redirect(url_for(".registration", code=code), 303)
    if request.method == "POST":
        with transaction():
            cancel_registration(code=code, actor=me() if is_signed_in() else None)
        flash(_("Your registration is cancelled."))
        return own_page
    one = queries.registration(code)
    if one.state is RegistrationState.CANCELLED or not to_come(one.event):
        return own_page
    return kept_by_nobody(render_template("public/event_cancel.html", one=one, event=one.event))


@bp.post("/events/r/<code>/feedback")
@public
def registration_feedback(code: str) -> ResponseReturnValue:
    form = FeedbackForm.from_request()
    if form.validate():
        try:
            mark = read_whole(form.rating.data or "", most=5) or 0
            with transaction():
                give_feedback(code=code, rating=mark, text=form.text.data or "")
            flash(_("Thank you: your answer is saved."))
            return redirect(url_for(".registration", code=code), 303)
        except InvalidInput as error:
            form.add_error(error)
    return _page(queries.registration(code), form)


@bp.get("/events/r/<code>/certificate")
@public
def registration_certificate(code: str) -> ResponseReturnValue:
    """Only for who was there."""
    return certificate_of(queries.registration(code))


@bp.get("/events/r/<code>/calendar.ics")
@public
def registration_calendar(code: str) -> ResponseReturnValue:
    one = queries.registration(code)
    address = external(url_for(".registration", code=one.code))
    text = calendar.ics(one, host=urlparse(address).hostname or "localhost", address=address)
    return send_made(text, "text/calendar; charset=utf-8", f"{one.event.key}.ics")
