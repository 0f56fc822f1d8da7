"""Pages that anybody may read."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from app.web.public import (  # noqa: E402, F401  the views register themselves
    events,
    home,
    impact,
    moments,
    programmes,
    registrations,
    reminders,
    sites,
)
