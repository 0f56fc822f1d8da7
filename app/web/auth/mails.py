"""The mails of the sign-in: a page only notes what was asked, the worker looks whether there is such an account.

So the answer takes the same time and looks the same for every address.
"""

from collections.abc import Callable
from typing import Any

from flask import after_this_request, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import MailUtil
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token

from app.accounts import queries
from app.core import jobs
from app.core.db import commit, transaction
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_address
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.web.access import is_signed_in, me
from app.web.errors import words
from app.web.forms import BaseForm, address_field

PURPOSES = {
    "welcome": Purpose.CONFIRM_EMAIL,
    "confirmation_instructions": Purpose.CONFIRM_EMAIL,
    "welcome_existing": Purpose.ALREADY_REGISTERED,
    "reset_instructions": Purpose.RESET_PASSWORD,
    "reset_notice": Purpose.PASSWORD_CHANGED,
    "change_notice": Purpose.PASSWORD_CHANGED,
}
"""What the library calls its mails."""


class OutboxMail(MailUtil):  # type: ignore[misc]
    """The library's mails become jobs of ours, written with its own change."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: Any, html: Any, **context: Any
    ) -> None:
        _order(PURPOSES[template.rpartition("/")[2]], context["user"].email)
        after_this_request(_commit_order)

    def normalize(self, email: str) -> str:
        return self.validate(email)

    def validate(self, email: str) -> str:
        """Raises ValueError, as the library expects, for what is no address."""
        try:
            return read_address(email)
        except InvalidInput as error:
            raise ValueError(words(error)) from error


def _commit_order(response: Any) -> Any:
    """Some views of the library write nothing themselves, so nothing else would commit the row."""
    commit()
    return response


def _order(purpose: Purpose, email: str) -> None:
    jobs.enqueue("account.mail", purpose=purpose.value, email=email)


@jobs.handles("account.mail")
def write_mail(purpose: str, email: str) -> None:
    """Write the mail if there is such an account; to an address never confirmed only the link that confirms it."""
    person = queries.by_email(email)
    if person is None or not person.active:
        return
    wanted = Purpose(purpose)
    if wanted is Purpose.RESET_PASSWORD and person.confirmed_at is None:
        wanted = Purpose.CONFIRM_EMAIL
    if wanted is Purpose.CONFIRM_EMAIL and person.confirmed_at is not None:
        return
    paths: dict[Purpose, Callable[[], str]] = {
        Purpose.CONFIRM_EMAIL: lambda: f"confirm/{generate_confirmation_token(person)}",  # type: ignore[no-untyped-call]
        Purpose.RESET_PASSWORD: lambda: f"reset/{generate_reset_password_token(person)}",  # type: ignore[no-untyped-call]
        Purpose.ALREADY_REGISTERED: lambda: "login",
    }
    values = {"link": external(f"/{person.language}/{paths[wanted]()}")} if wanted in paths else {}
    enqueue(wanted, to=person, values=values)


class AddressForm(BaseForm):
    email = address_field()


def ask_for_link(purpose: Purpose, *, template: str, form_name: str, told: str) -> Callable[[], ResponseReturnValue]:
    """The page that asks for an address and has the link sent there; `told` says so, whoever has the address."""

    def ask() -> ResponseReturnValue:
        known = me().email if is_signed_in() else request.args.get("email", "")
        form = AddressForm.from_request(data={"email": known})
        if form.submitted_and_valid():
            with transaction():
                _order(purpose, form.email.data)
            flash(_(told, email=form.email.data))
            return redirect(request.path, 303)
        return render_template(template, **{form_name: form}), 422 if form.problems() else 200

    return ask


forgot_password = ask_for_link(
    Purpose.RESET_PASSWORD,
    template="auth/forgot_password.html",
    form_name="forgot_password_form",
    told=N_("Instructions to reset your password have been sent to %(email)s."),
)
send_confirmation = ask_for_link(
    Purpose.CONFIRM_EMAIL,
    template="auth/send_confirmation.html",
    form_name="send_confirmation_form",
    told=N_("Confirmation instructions have been sent to %(email)s."),
)
