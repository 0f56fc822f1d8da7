"""Frozen data the matcher learned from: what it holds, and what it cannot know."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.roles import Role
from app.matching import labels, queries
from app.web.access import require_role
from app.web.matcher import bp
from app.web.matcher.words import SOURCES, STANDINGS


@bp.get("/admin/matcher/data")
@require_role(Role.ADMIN)
def data() -> ResponseReturnValue:
    found = queries.snapshots()
    return render_template(
        "matcher/data.html",
        snapshots=found,
        people=accounts.names([one.made_by_id for one in found]),
        versions=queries.trained_from([one.id for one in found]),
        values=labels.values(),
        sources=SOURCES,
        standings=STANDINGS,
    )
