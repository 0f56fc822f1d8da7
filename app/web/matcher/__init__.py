"""Pages of the matcher for administrators: settings, versions, bench, past calls, fairness, drift, data.

Directors read the page on fairness.
"""

from flask import Blueprint, current_app, url_for

from app.accounts.roles import Role
from app.core.i18n import N_
from app.web.access import guard, me

bp = Blueprint("matcher", __name__)
bp.before_request(guard(Role.ADMIN, Role.DIRECTOR))

TABS = (
    ("settings", N_("Settings")),
    ("versions", N_("Versions")),
    ("bench", N_("Bench")),
    ("backtests", N_("Past calls")),
    ("fairness", N_("Fairness")),
    ("drift", N_("Drift")),
    ("data", N_("Data")),
    ("results", N_("Outcomes")),
)
"""Endpoint and name of each tab, in their order; a tab without a page is left out."""


def tabs() -> list[tuple[str, str, str]]:
    """(endpoint, name, address) of the pages that exist and are open to the reader."""
    known, admin = current_app.view_functions, me().has_everywhere(Role.ADMIN)
    shown = [(name, label) for name, label in TABS if f"matcher.{name}" in known and (admin or name == "fairness")]
    return [(name, label, url_for(f"matcher.{name}")) for name, label in shown]


@bp.context_processor
def about_matcher() -> dict[str, object]:
    return {"matcher_tabs": tabs}


from app.web.matcher import (  # noqa: E402, F401  the views register themselves
    backtests,
    bench,
    data,
    drift,
    fairness,
    results,
    settings,
    versions,
)
