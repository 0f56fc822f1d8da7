"""Pages of the team: files, assignments, decisions, batches, seats, outbox."""

from flask import Blueprint

from app.accounts.roles import Role
from app.web.access import guard

TEAM = (Role.STAFF, Role.LEAD, Role.ADMIN)
bp = Blueprint("staff", __name__)
bp.before_request(guard(*TEAM))

from app.web.staff import (  # noqa: E402, F401  the views register themselves
    application,
    assignments,
    batches,
    decisions,
    inbox,
    mail,
    seats,
)
