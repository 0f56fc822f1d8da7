"""Pages of the people of a partner organisation: the cohorts of its programmes, as far as startups share."""

from flask import Blueprint, Response

from app.accounts.roles import Role
from app.cohorts.states import PARTICIPATION_NAMES
from app.outcomes.measures import MONEY
from app.outcomes.measures import NAMES as MEASURE_NAMES
from app.web.access import guard

bp = Blueprint("partner", __name__)
bp.before_request(guard(Role.PARTNER))


@bp.context_processor
def words_of_partners() -> dict[str, object]:
    return {"PARTICIPATION_NAMES": PARTICIPATION_NAMES, "MEASURE_NAMES": MEASURE_NAMES, "MONEY": MONEY}


@bp.after_request
def never_store(response: Response) -> Response:
    """What is taken back is gone at the next look, also from the browser."""
    response.headers["Cache-Control"] = "no-store"
    return response


from app.web.partner import cohorts  # noqa: E402, F401  the views register themselves
