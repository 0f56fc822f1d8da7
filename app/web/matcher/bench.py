"""The bench: two versions side by side on the same decisions."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core import audit as trace
from app.core.db import transaction
from app.core.errors import InvalidInput, NotFound
from app.core.i18n import localized
from app.core.typed import read_whole
from app.matching import audit, explain, queries
from app.matching.models import Run
from app.matching.states import ModelState, RunKind
from app.programmes import queries as programmes
from app.reports import bench as benches
from app.reports import computing, groups
from app.reports.services.order_comparison import order_comparison
from app.reports.services.order_run import cancel_run
from app.web.access import me, require_role
from app.web.downloads import send_csv
from app.web.errors import words
from app.web.matcher import bp
from app.web.matcher.words import RUN_STATES

DAYS = ("first", "last", "since")


@bp.get("/admin/matcher/bench")
@require_role(Role.ADMIN)
def bench() -> ResponseReturnValue:
    return _page()


@bp.post("/admin/matcher/bench")
@require_role(Role.ADMIN)
def bench_order() -> ResponseReturnValue:
    number, other = (read_whole(request.form.get(name, ""), most=999_999) for name in ("number", "other"))
    try:
        if number is None or other is None:
            raise InvalidInput(_("Choose two versions."), field="other")
        with transaction():
            run = order_comparison(actor=me(), number=number, other=other)
    except InvalidInput as error:
        return _page(words(error)), 422
    return redirect(url_for(".comparison", run_id=run.id), 303)


@bp.get("/admin/matcher/bench/<uuid:run_id>")
@require_role(Role.ADMIN)
def comparison(run_id: uuid.UUID) -> ResponseReturnValue:
    run = _run(run_id)
    return render_template(
        "matcher/comparison.html",
        run=run,
        job=computing.job_of(run),
        figures=benches.FIGURES,
        groups=benches.GROUPS,
        names=names(),
        flips=benches.flips(run.result, me()) if run.result else {"rows": [], "hidden": 0, "invented": 0},
        same=_same(run),
        days={key: date.fromisoformat(day) for key, day in (run.result or {}).items() if key in DAYS},
    )


@bp.post("/admin/matcher/bench/<uuid:run_id>/stop")
@require_role(Role.ADMIN)
def comparison_stop(run_id: uuid.UUID) -> ResponseReturnValue:
    run = _run(run_id)
    with transaction():
        cancel_run(run_id=run.id, actor=me())
    return redirect(url_for(".comparison", run_id=run_id), 303)


@bp.get("/admin/matcher/bench/<uuid:run_id>.csv")
@require_role(Role.ADMIN)
def comparison_export(run_id: uuid.UUID) -> ResponseReturnValue:
    run = _run(run_id)
    if run.result is None:
        raise NotFound
    with transaction():
        trace.record("run.export", actor=me(), subject=run)
    header = [_("Part"), _("Group"), _("Figure"), _("Version"), _("Value"), _("Low"), _("High"), _("Decisions")]
    return send_csv(header, benches.table(run.result), f"wijha-bench-{run.model_number}-{run.other_number}.csv")


def names() -> dict[str, Mapping[str, str]]:
    """Words for the groups of each kind, in the reader's language."""
    return {
        "programme": {row.key: localized(row.name) for row in programmes.programmes(published_only=False)},
        "site": {site.key: localized(site.name) for site in programmes.sites()},
        "language": groups.ANSWERS["language"],
        "sector": Sectors(),
    }


class Sectors(dict[str, str]):
    """Any sector by its word; an empty one was not said."""

    def get(self, key: str, default: Any = None) -> str:
        return explain.word(key) if key else _("Not said")


def _run(run_id: uuid.UUID) -> Run:
    run = queries.run(run_id)
    if run.kind is not RunKind.COMPARISON:
        raise NotFound
    return run


def _same(run: Run) -> bool:
    """Whether both versions have the same settings: then only their data differ, and the bench shows no difference."""
    one, other = (queries.version(number or 0).manifest for number in (run.model_number, run.other_number))
    return audit.in_service(one) == audit.in_service(other)


def _page(problem: str = "") -> str:
    versions = queries.versions()
    champion = next((one.number for one in versions if one.state is ModelState.CHAMPION), None)
    newest = next((one.number for one in versions if one.number != champion), None)
    return render_template(
        "matcher/bench.html",
        versions=versions,
        chosen={
            "number": request.form.get("number") or request.args.get("number") or str(champion or ""),
            "other": request.form.get("other") or request.args.get("other") or str(newest or ""),
        },
        champion=champion,
        problem=problem,
        runs=benches.recent(RunKind.COMPARISON),
        run_states=RUN_STATES,
    )
