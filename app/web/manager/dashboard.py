"""The board's figures: aggregates with their definitions, never a file."""

from datetime import date
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import transaction
from app.programmes import queries as programmes
from app.programmes.models import Call
from app.programmes.states import CallState
from app.reports import queries
from app.reports.definitions import DEFINITIONS
from app.reports.exports import to_csv
from app.web.access import me, require_role
from app.web.manager import bp, figures

BOARD = (Role.DIRECTOR, Role.LEAD, Role.ADMIN)


def scope_of(calls: list[Call]) -> queries.Scope:
    """What the address asks for: a calendar year, else the last twelve months; a call, else all."""
    year = request.args.get("year", "")
    known = year.isdecimal() and len(year) <= 9 and 2000 <= int(year) <= today().year
    first = date(int(year), 1, 1) if known else queries.last_twelve_months()
    call = next((call for call in calls if call.key == request.args.get("call")), None)
    return queries.Scope(first, call.id if call else None)


def _calls() -> list[Call]:
    return [call for call in programmes.calls() if call.state is not CallState.DRAFT]


@bp.get("/dashboard")
@require_role(*BOARD)
def dashboard() -> ResponseReturnValue:
    calls = _calls()
    scope = scope_of(calls)
    asked: dict[str, Any] = {"year": request.args.get("year") or None, "call": request.args.get("call") or None}
    return render_template(
        "manager/dashboard.html",
        calls=calls,
        years=queries.years(),
        asked=asked,
        scope=scope,
        now=utcnow(),
        definitions=DEFINITIONS,
        tiles=figures.tiles(scope),
        months=figures.months(scope),
        funnel=figures.funnel(scope),
        regions=figures.regions(scope),
        sites=queries.sites(scope),
        sectors=figures.sectors(scope),
        export=url_for(".dashboard_export", **asked),
    )


@bp.get("/dashboard.csv")
@require_role(*BOARD)
def dashboard_export() -> ResponseReturnValue:
    scope = scope_of(_calls())
    with transaction():
        audit.record("figures.export", actor=me(), subject=me(), details={"first": scope.first.isoformat()})
    header = [_("Figure"), _("Part"), _("Value"), _("Definition")]
    name = f"wijha-{scope.first.isoformat()}.csv"
    return Response(
        to_csv(header, figures.table(scope)),
        mimetype="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "private, no-store"},
    )
