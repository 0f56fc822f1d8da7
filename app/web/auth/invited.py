"""Who signs up with the address they were invited at has read its mail already: no second one confirms it."""

from typing import Any

from flask import Flask, session
from flask_security import login_user
from flask_security.signals import user_registered

from app.accounts.models import Person
from app.core.clock import utcnow

INVITED = "invited"


def note_invited(address: str) -> None:
    """Remember in this browser that the mail to an address was opened here."""
    session[INVITED] = address


def invited_address() -> str | None:
    return session.get(INVITED)


def _let_in(_app: Flask, user: Person, **_rest: Any) -> None:
    if invited_address() == user.email:
        user.confirmed_at = utcnow()
        login_user(user, authn_via=["register"])


def init_app(app: Flask) -> None:
    user_registered.connect(_let_in, app)
