"""Links of our mails that act once: opening one changes nothing, its button does.

A mail scanner opens every link, by HEAD and by GET; only a person presses a button.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.confirmable import confirm_email_token_status

from app.web.access import is_signed_in


def confirm_by_button(view: Callable[..., Any]) -> Callable[..., Any]:
    """The sign-in library's view confirms by GET; here only its POST does, behind a page with a button.

    A link that cannot be used is answered by the library in words; it writes nothing then. An address that is
    confirmed already leads to the sign-in.
    """

    @wraps(view)
    def ask(token: str) -> ResponseReturnValue:
        expired, invalid, person = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
        usable = person is not None and not (expired or invalid)
        if usable and person.confirmed_at is not None:
            flash(_("This address is confirmed already: sign in."))
            return redirect(url_for("auth.welcome"), 303)
        if usable and request.method != "POST":
            return render_template("auth/confirm.html", email=person.email)
        return view(token=token)  # type: ignore[no-any-return]

    return ask


def keep_signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """The library signs a person out who opens the page of the second factor while signed in; here it leads home."""

    @wraps(view)
    def ask() -> ResponseReturnValue:
        if request.method != "POST" and is_signed_in():
            return redirect(url_for("auth.welcome"), 303)
        return view()  # type: ignore[no-any-return]

    return ask
