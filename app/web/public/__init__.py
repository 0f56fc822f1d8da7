"""Pages that anybody may read."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from app.web.public import home, impact, moments, programmes, reminders, sites  # noqa: E402, F401  the views register themselves
