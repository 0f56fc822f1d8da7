"""The director's dashboard: read from the daily count, never counted while somebody waits."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import audit
from app.core.db import transaction
from app.core.errors import NotFound
from app.reports import policy
from app.reports.services.take_snapshot import order_snapshot
from app.web.access import me, require_role
from app.web.board import bp, download, panels
from app.web.downloads import send_csv


@bp.get("/dashboard")
@require_role(*policy.BOARD, limited=True)
def dashboard() -> ResponseReturnValue:
    wanted = panels.asked()
    shown = panels.rendered(wanted, team=policy.sees_small_groups(me()))
    return render_template("board/dashboard.html", asked=wanted, panels=shown)


@bp.get("/dashboard.csv")
@require_role(*policy.BOARD, limited=True)
def dashboard_export() -> ResponseReturnValue:
    wanted = panels.asked()
    found = panels.page(wanted, team=policy.sees_small_groups(me()))
    if found["count"] is None:
        raise NotFound
    with transaction():
        audit.record("figures.export", actor=me(), subject=me(), details=dict(wanted.args()))
    return send_csv(download.header(), download.table(found), f"wijha-{found['first'].isoformat()}.csv")


@bp.post("/dashboard/count")
@require_role(*policy.BOARD, limited=True)
def dashboard_count() -> ResponseReturnValue:
    with transaction():
        order_snapshot(actor=me())
    flash(_("The figures are being counted again. Reload this page in a minute."))
    return redirect(url_for(".dashboard"), 303)
