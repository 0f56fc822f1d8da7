"""The list of a call's files: filtered, sorted, paged, taken away as CSV."""

import uuid
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.applications.states import Stage
from app.core import audit
from app.core.clock import today
from app.core.db import transaction
from app.core.i18n import localized
from app.core.typed import read_words
from app.decisions import inbox as lists
from app.programmes.models import Call
from app.programmes.rules import Outcome
from app.reports import file_columns
from app.reviews import queries
from app.web.access import me, require_role
from app.web.downloads import send_csv, send_xlsx
from app.web.staff import TEAM, bp, calls

SENT = [stage for stage in Stage if stage not in (Stage.DRAFT, Stage.EXPIRED)]


def filters_of(call_id: uuid.UUID) -> lists.Filters:
    """The filters in the address; unknown values are left out."""
    args = request.args
    stages = tuple(Stage(value) for value in args.getlist("stage") if value in {stage.value for stage in SENT})
    return lists.Filters(
        call_id,
        stages,
        programme=args.get("programme", "")[:60],
        site=args.get("site", "")[:60],
        words=read_words(args.get("q", ""), most=200),
        eligibility=Outcome(args["eligibility"]) if args.get("eligibility") in set(Outcome) else None,
        unreviewed=args.get("unreviewed") == "1",
        sort=args.get("sort", "newest") if args.get("sort") in lists.SORTS else "newest",
    )


def asked(filters: lists.Filters, **changes: Any) -> dict[str, Any]:
    """The filters as arguments of an address, with changes."""
    values = {
        "stage": [stage.value for stage in filters.stages], "programme": filters.programme, "site": filters.site,
        "q": filters.words, "eligibility": filters.eligibility or "", "unreviewed": "1" if filters.unreviewed else "",
        "sort": filters.sort if filters.sort != "newest" else "",
    } | changes  # fmt: skip
    return {name: value for name, value in values.items() if value}


def _places(call: Call) -> dict[str, list[tuple[str, str]]]:
    programmes = {o.programme.key: localized(o.programme.name) for o in call.openings}
    sites = {o.site.key: localized(o.site.name) for o in call.openings}
    return {"programmes": list(programmes.items()), "sites": list(sites.items())}


@bp.get("/team")
@bp.get("/team/calls/<key>/applications")
@require_role(*TEAM, limited=True)
def inbox(key: str | None = None) -> ResponseReturnValue:
    if key is None:
        return calls.to_latest("staff.inbox")
    call = queries.call_for_team(me(), key)
    filters = filters_of(call.id)
    return render_template(
        "staff/inbox.html",
        call=call,
        calls=calls.others(call),
        filters=filters,
        page=lists.page(me(), filters, cursor=request.args.get("cursor")),
        counts=lists.counts(me(), filters),
        stages=SENT,
        address=lambda **changes: url_for(".inbox", key=key, **asked(filters, **changes)),
        export=url_for(".export", key=key, ending="csv", **asked(filters)),
        choose=url_for(".export_columns", key=key, **asked(filters)),
        **_places(call),
    )


@bp.get("/team/calls/<key>/export")
@require_role(*TEAM, limited=True)
def export_columns(key: str) -> ResponseReturnValue:
    """What the download shall hold beside the list."""
    call = queries.call_for_team(me(), key)
    return render_template(
        "staff/export.html", call=call, filters=asked(filters_of(call.id)), groups=file_columns.column_groups(call.id)
    )


@bp.get("/team/calls/<key>/applications.<any(csv,xlsx):ending>")
@require_role(*TEAM, limited=True)
def export(key: str, ending: str) -> ResponseReturnValue:
    """The same list, whole, under the same rights, with the chosen columns; who took what is noted."""
    call = queries.call_for_team(me(), key)
    filters = filters_of(call.id)
    columns = file_columns.read_columns(call.id, request.args.getlist("column"))
    with transaction():
        noted = {"filters": asked(filters)} | ({"columns": list(columns)} if columns else {})
        audit.record("list.export", actor=me(), subject=call, details=noted)
    header = [*(_(name) for name in file_columns.LIST), *columns.values()]
    rows = file_columns.read_rows(me(), filters, list(columns))
    name = f"{call.key}-{today().isoformat()}.{ending}"
    return send_xlsx(header, rows, name, sheet=_("Files")) if ending == "xlsx" else send_csv(header, rows, name)
