"""Pages of the board: dashboard, indicators, yearly reviews, targets, links, and the quality of the data.

The director, leads and administrators enter; the team reads what is to be mended.
"""

from flask import Blueprint, current_app, url_for

from app.accounts.roles import Role
from app.core.i18n import N_
from app.reports import words
from app.reports.policy import BOARD
from app.web.access import guard, me

bp = Blueprint("board", __name__)
bp.before_request(guard(*BOARD, Role.STAFF))

TABS = (
    ("dashboard", N_("Dashboard"), BOARD),
    ("indicators", N_("Indicators"), BOARD),
    ("reviews", N_("Yearly reviews"), BOARD),
    ("targets", N_("Targets and plans"), BOARD),
    ("links", N_("Links for the board"), (Role.DIRECTOR, Role.ADMIN)),
    ("quality", N_("Data quality"), (Role.STAFF, Role.LEAD, Role.ADMIN)),
)
"""Endpoint, name and readers of each tab, in their order."""


def tabs() -> list[tuple[str, str, str]]:
    """(endpoint, name, address) of the pages that are open to the reader."""
    known = current_app.view_functions
    return [
        (name, label, url_for(f"board.{name}"))
        for name, label, roles in TABS
        if f"board.{name}" in known and (me().has_everywhere(*roles) if name == "links" else me().has(*roles))
    ]


@bp.context_processor
def about_board() -> dict[str, object]:
    return {"board_tabs": tabs, "words": words}


from app.web.board import (  # noqa: E402, F401  the views register themselves
    dashboard,
    freezing,
    indicators,
    links,
    published,
    quality,
    reviews,
    targets,
)
