"""Getting in: sign-up, sign-in, reset, second factor (Flask-Security), invitations, one's own account."""

from flask import Blueprint

bp = Blueprint("auth", __name__)

from app.web.auth import account, invitations  # noqa: E402, F401  the views register themselves
