"""Past calls filled again under another rule."""

import uuid
from collections.abc import Iterator, Mapping
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
from app.matching import queries
from app.matching.models import Run
from app.matching.states import RunKind
from app.programmes import queries as programmes
from app.reports import bench as benches
from app.reports import computing, groups, past
from app.reports.services.order_backtest import order_backtest
from app.reports.services.order_run import cancel_run
from app.web.access import me, require_role
from app.web.downloads import send_csv
from app.web.errors import words
from app.web.matcher import bp
from app.web.matcher.words import RUN_STATES


@bp.get("/admin/matcher/backtests")
@require_role(Role.ADMIN)
def backtests() -> ResponseReturnValue:
    return _page({})


@bp.post("/admin/matcher/backtests")
@require_role(Role.ADMIN)
def backtest_order() -> ResponseReturnValue:
    form = request.form
    try:
        with transaction():
            run = order_backtest(
                actor=me(),
                call_id=_uuid(form.get("call", "")),
                policy=form.get("policy", ""),
                number=read_whole(form.get("number", ""), most=999_999),
                seed=form.get("seed", ""),
                seats=form.get("seats", "given"),
            )
    except InvalidInput as error:
        return _page({error.field or "": words(error)}), 422
    return redirect(url_for(".backtest", run_id=run.id), 303)


@bp.get("/admin/matcher/backtests/<uuid:run_id>")
@require_role(Role.ADMIN)
def backtest(run_id: uuid.UUID) -> ResponseReturnValue:
    run = _run(run_id)
    return render_template(
        "matcher/backtest.html",
        run=run,
        job=computing.job_of(run),
        call=programmes.get_call(run.call_id) if run.call_id else None,
        policies=past.POLICIES,
        seats=past.SEATS,
        before=date.fromisoformat(run.result["before"]) if run.result and "before" in run.result else None,
        outcomes=past.OUTCOMES,
        dimensions=groups.NAMES,
        places=_places(run),
        titles={name: Titles(name) for name in past.MIXES},
    )


@bp.post("/admin/matcher/backtests/<uuid:run_id>/stop")
@require_role(Role.ADMIN)
def backtest_stop(run_id: uuid.UUID) -> ResponseReturnValue:
    run = _run(run_id)
    with transaction():
        cancel_run(run_id=run.id, actor=me())
    return redirect(url_for(".backtest", run_id=run_id), 303)


@bp.get("/admin/matcher/backtests/<uuid:run_id>.csv")
@require_role(Role.ADMIN)
def backtest_export(run_id: uuid.UUID) -> ResponseReturnValue:
    run = _run(run_id)
    if run.result is None:
        raise NotFound
    with transaction():
        trace.record("run.export", actor=me(), subject=run)
    header = [_("Part"), _("Group"), _("Really"), _("Under the rule"), _("Unknown"), _("Low"), _("High")]
    return send_csv(header, _table(run), f"wijha-backtest-{run.settings['policy']}.csv")


class Titles(dict[str, str]):
    """Names of the groups of a dimension, in the reader's language."""

    def __init__(self, dimension: str) -> None:
        super().__init__(groups.titles(dimension))
        self.dimension = dimension

    def of(self, group: str) -> str:
        return str(_(groups.title(self.dimension, group, self)))


def _table(run: Run) -> Iterator[list[Any]]:
    result: Mapping[str, Any] = run.result or {}
    places = _places(run)
    both = result["overlap"]
    yield [_("Admitted"), "", both["real"], both["drawn"], result["unknown"], None, None]
    yield [_("Admitted both times"), "", both["both"], both["both"], None, None, None]
    yield [_("At the same place both times"), "", both["same_place"], both["same_place"], None, None, None]
    for row in result["seats"]:
        yield [_("Seats filled"), places.get(row["opening"], "–"), row["real"], row["drawn"], None, None, None]
    for name, rows in result["mix"].items():
        titles = Titles(name)
        for row in rows:
            real, drawn = (_("not shown") if row[side] is None else row[side] for side in ("real", "drawn"))
            yield [_(groups.NAMES[name]), titles.of(row["group"]), real, drawn, None, None, None]
    for name, sides in result["outcomes"].items():
        real, drawn = sides["real"], sides["drawn"]
        yield [_(past.OUTCOMES[name]), "", real["yes"], drawn["yes"], drawn["unknown"], drawn["low"], drawn["high"]]


def _places(run: Run) -> dict[str, str]:
    if run.call_id is None:
        return {}
    return {str(row.id): f"{localized(row.programme)} · {localized(row.site)}" for row in past.seats(run.call_id)}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _run(run_id: uuid.UUID) -> Run:
    run = queries.run(run_id)
    if run.kind is not RunKind.BACKTEST:
        raise NotFound
    return run


def _page(errors: Mapping[str, str]) -> str:
    calls = past.calls()
    return render_template(
        "matcher/backtests.html",
        calls=calls,
        policies=past.POLICIES,
        seats=past.SEATS,
        versions=queries.versions(),
        typed=request.form,
        errors=errors,
        runs=benches.recent(RunKind.BACKTEST),
        titles={row.id: localized(row.title) for row in calls},
        run_states=RUN_STATES,
    )
