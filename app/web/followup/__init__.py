"""Pages of the team about startups after the yes: figures, funding, verification, campaigns of returns."""

from flask import Blueprint

from app.accounts.roles import Role
from app.outcomes.measures import AIDS, FUNDING_NAMES, MONEY
from app.outcomes.measures import NAMES as MEASURE_NAMES
from app.outcomes.states import CAMPAIGN_NAMES, RETURN_NAMES
from app.web.access import guard
from app.web.followup import words

TEAM = (Role.STAFF, Role.LEAD, Role.ADMIN)
bp = Blueprint("followup", __name__)
bp.before_request(guard(*TEAM))


@bp.context_processor
def words_of_follow_up() -> dict[str, object]:
    return {
        "MEASURE_NAMES": MEASURE_NAMES,
        "FUNDING_NAMES": FUNDING_NAMES,
        "CAMPAIGN_NAMES": CAMPAIGN_NAMES,
        "RETURN_NAMES": RETURN_NAMES,
        "MONEY": MONEY,
        "AIDS": AIDS,
        "source_words": words.source_words,
        "action_words": words.action_words,
        "value_words": words.value_words,
        "period_words": words.period_words,
        "part_of": words.part_of,
        "said": words.said,
        "countries_words": words.countries_words,
    }


from app.web.followup import (  # noqa: E402, F401  the views register themselves
    board,
    campaigns,
    desk,
    figures,
    funding,
    startups,
    telephone,
)
