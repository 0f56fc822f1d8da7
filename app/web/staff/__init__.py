"""Pages of the team: files, assignments, decisions, batches, seats, outbox."""

from flask import Blueprint

from app.accounts.roles import Role
from app.decisions.states import KIND_NAMES
from app.outcomes.measures import NAMES as MEASURE_NAMES
from app.reviews.states import NAMES as ASSIGNMENT_NAMES
from app.web.access import guard
from app.web.staff import words

TEAM = (Role.STAFF, Role.LEAD, Role.ADMIN)
bp = Blueprint("staff", __name__)
bp.before_request(guard(*TEAM))


@bp.context_processor
def words_of_states() -> dict[str, object]:
    return {
        "ACTIONS": words.ACTIONS,
        "RULE_WORDS": words.RULE_WORDS,
        "BATCH_STATES": words.BATCH_STATES,
        "ITEM_STATES": words.ITEM_STATES,
        "KIND_NAMES": KIND_NAMES,
        "ASSIGNMENT_NAMES": ASSIGNMENT_NAMES,
        "MEASURE_NAMES": MEASURE_NAMES,
    }


from app.web.staff import (  # noqa: E402, F401  the views register themselves
    application,
    assignments,
    batches,
    decisions,
    feedback,
    inbox,
    mail,
    placement,
    seats,
)
