"""The second factor: a code of the telephone works once, and the team sets it up before anything else."""

from typing import Any

import sqlalchemy as sa
from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.totp import Totp
from passlib.exc import UsedTokenError

from app.accounts.models import Person
from app.accounts.policy import needs_two_factor
from app.core.db import db

STEP = 30
"""Seconds; a code of the step before and of the step after is taken too, for clocks that differ."""


class OnceTotp(Totp):
    """Codes that were used are refused, and with them all older ones; two at the same moment are decided by the row."""

    def get_last_counter(self, user: Any) -> int | None:
        return user.tf_last_counter  # type: ignore[no-any-return]

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Raises UsedTokenError when another request has used this code meanwhile."""
        unused = sa.or_(Person.tf_last_counter.is_(None), Person.tf_last_counter < tmatch.counter)
        used = db.session.execute(
            sa.update(Person).where(Person.id == user.id, unused).values(tf_last_counter=tmatch.counter)
        )
        if used.rowcount != 1:  # type: ignore[attr-defined]
            raise UsedTokenError


def lead_to_recovery() -> ResponseReturnValue:
    """The library's page for a lost telephone would write to an address of its own; here recovery codes are the way."""
    return redirect(url_for("security.mf_recovery"), 303)


def ask_for_second_factor(app: Flask) -> None:
    """In production the team sets a second factor up before anything else."""

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        if not app.config["STAFF_TWO_FACTOR"] or not request.endpoint:
            return None
        if (
            request.endpoint.startswith(("security.", "static", "health.", "public."))
            or not current_user.is_authenticated
        ):
            return None
        if needs_two_factor(current_user) and not current_user.tf_primary_method:
            if request.method not in ("GET", "HEAD"):
                abort(403)
            return redirect(url_for("security.two_factor_setup"), 303)
        return None
