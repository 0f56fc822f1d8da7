"""The list of a call's files: filtered, sorted, paged, taken away as CSV."""

import uuid
from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.applications.states import NAMES, Stage
from app.core import audit
from app.core.clock import today
from app.core.db import transaction
from app.core.i18n import localized
from app.core.typed import read_words
from app.decisions import inbox as lists
from app.programmes.models import Call
from app.programmes.rules import Outcome
from app.reports.exports import to_csv
from app.reviews import queries
from app.web.access import me, require_role
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
        export=url_for(".export", key=key, **asked(filters)),
        **_places(call),
    )


@bp.get("/team/calls/<key>/applications.csv")
@require_role(*TEAM, limited=True)
def export(key: str) -> ResponseReturnValue:
    """The same list, whole, under the same rights; who took it is noted."""
    call = queries.call_for_team(me(), key)
    filters = filters_of(call.id)
    with transaction():
        audit.record("list.export", actor=me(), subject=call, details={"filters": asked(filters)})
    rows = lists.everything(me(), filters)
    name = f"{call.key}-{today().isoformat()}.csv"
    return Response(
        stream_with_context(to_csv(_header(), _cells(rows))),
        mimetype="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "private, no-store"},
    )


def _header() -> list[str]:
    return [
        _("Reference"), _("Startup"), _("Programme"), _("City"), _("Stage"), _("Fit"), _("Reviews sent"),
        _("Reviews asked"), _("Score"), _("Received"), _("Language"),
    ]  # fmt: skip


def _cells(rows: Any) -> Iterator[list[Any]]:
    stages = {stage: _(NAMES[stage]) for stage in Stage}
    for row in rows:
        score = round(float(row.score), 2) if row.score is not None else None
        yield [
            row.reference, row.startup, localized(row.programme), localized(row.site), stages[row.stage],
            row.fit if row.fit >= 0 else None, row.done, row.given, score, row.submitted_at, row.language,
        ]  # fmt: skip
