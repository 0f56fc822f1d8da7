"""Pages of the team about events: the list, one event, who came, and what came of it."""

from flask import Blueprint, Response

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.events import states
from app.outcomes.measures import FUNDING_NAMES
from app.web.access import guard

TEAM = (Role.STAFF, Role.LEAD, Role.ADMIN)
bp = Blueprint("events", __name__)
bp.before_request(guard(*TEAM))


@bp.context_processor
def words_of_events() -> dict[str, object]:
    return {
        "EVENT_KINDS": states.KIND_NAMES,
        "EVENT_STATES": states.EVENT_NAMES,
        "REGISTRATION_STATES": states.REGISTRATION_NAMES,
        "RESULT_KINDS": states.RESULT_NAMES,
        "FUNDING_NAMES": FUNDING_NAMES,
        "is_over": lambda ends_at: ends_at <= utcnow(),
    }


@bp.after_request
def never_store(response: Response) -> Response:
    """Lists of people and certificates are not kept by the browser."""
    response.headers["Cache-Control"] = "no-store"
    return response


from app.web.events import attendance, list_and_edit, one, results  # noqa: E402, F401  the views register themselves
