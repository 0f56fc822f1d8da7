"""Pages of the team after the yes: editions, residences, waiting list, passes, occupancy, what ends ahead."""

from flask import Blueprint, url_for

from app.accounts.roles import Role
from app.cohorts import policy, states
from app.core.i18n import N_
from app.web.access import guard, me

TEAM = (Role.STAFF, Role.LEAD, Role.ADMIN)
bp = Blueprint("cohorts", __name__)
bp.before_request(guard(*TEAM))
TABS = (
    ("editions", N_("Editions")),
    ("residences", N_("Residences")),
    ("hosting", N_("Waiting list")),
    ("passes", N_("Passes")),
    ("occupancy", N_("Occupancy")),
    ("ends", N_("Ends ahead")),
)
"""Endpoint and name of each tab, in their order."""


def tabs() -> list[tuple[str, str, str]]:
    """(endpoint, name, address); passes name people, so they are for who runs a site."""
    shown = [(name, label) for name, label in TABS if name != "passes" or policy.can_run_any(me())]
    return [(name, label, url_for(f"cohorts.{name}")) for name, label in shown]


@bp.context_processor
def words_of_cohorts() -> dict[str, object]:
    return {
        "cohort_tabs": tabs,
        "PARTICIPATION_NAMES": states.PARTICIPATION_NAMES,
        "RESIDENCE_KINDS": states.KIND_NAMES,
        "RENT_NAMES": states.RENT_NAMES,
        "PASS_NAMES": states.PASS_NAMES,
        "AHEAD_NAMES": states.AHEAD_NAMES,
    }


from app.web.cohorts import (  # noqa: E402, F401  the views register themselves
    editions,
    ends,
    find,
    hosting,
    occupancy,
    participations,
    passes,
    removal,
    residences,
)
