"""The director's dashboard: read from the daily count, never counted while somebody waits."""

from collections.abc import Iterator

from flask import Response, flash, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import audit
from app.core.db import transaction
from app.core.errors import NotFound
from app.reports import policy
from app.reports.exports import to_csv
from app.reports.services.take_snapshot import order_snapshot
from app.web.access import me, require_role
from app.web.board import bp, download, panels
from app.web.downloads import disposition


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
    return csv(to_csv(download.header(), download.table(found)), f"wijha-{found['first'].isoformat()}.csv")


def csv(pieces: Iterator[str], name: str) -> Response:
    """A streamed CSV that nobody's cache keeps."""
    headers = {"Content-Disposition": disposition(name), "Cache-Control": "private, no-store"}
    return Response(stream_with_context(pieces), mimetype="text/csv; charset=utf-8", headers=headers)


@bp.post("/dashboard/count")
@require_role(*policy.BOARD, limited=True)
def dashboard_count() -> ResponseReturnValue:
    with transaction():
        order_snapshot(actor=me())
    flash(_("The figures are being counted again. Reload this page in a minute."))
    return redirect(url_for(".dashboard"), 303)
