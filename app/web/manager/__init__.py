"""Pages of administrators and directors; each view says who may enter."""

from flask import Blueprint

from app.accounts.roles import Role
from app.web.access import guard

bp = Blueprint("manager", __name__)
bp.before_request(guard(Role.ADMIN, Role.LEAD, Role.DIRECTOR))

from app.web.manager import (  # noqa: E402, F401  the views register themselves
    calls,
    jobs,
    partners,
    people,
    programmes,
    settings,
    sites,
    trace,
)
