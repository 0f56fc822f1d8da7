"""Pages of the reviewer: the queue, one file with its rubric, conflicts of interest."""

from flask import Blueprint

from app.accounts.roles import Role
from app.web.access import guard

bp = Blueprint("reviewer", __name__)
bp.before_request(guard(Role.REVIEWER))

from app.web.reviewer import conflicts, queue, review  # noqa: E402, F401  the views register themselves
