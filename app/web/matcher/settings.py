"""Settings of the matcher: what serves, what is tried, what that would change. Nothing here goes live by itself."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.decisions.services.order_training import order_training
from app.matching import audit, queries
from app.matching.models import Run
from app.programmes import queries as programmes
from app.reports import computing, groups, trials
from app.reports.services.order_run import cancel_run
from app.reports.services.try_settings import name_trial, trial, try_settings
from app.web.access import me, require_role
from app.web.errors import words
from app.web.matcher import bp, effects
from app.web.matcher.sheet import FIELDS, Sheet
from app.web.matcher.words import RULE_CHOICES, RUN_STATES


@bp.get("/admin/matcher/settings")
@require_role(Role.ADMIN)
def settings() -> ResponseReturnValue:
    """`from` starts from the settings of an earlier trial; else from those in service."""
    asked = request.args.get("from", "")
    start = _trial_settings(asked) if asked else audit.in_service(_manifest())
    return _page(Sheet.of(start, _keys(), request.args.get("programme", "")))


@bp.post("/admin/matcher/settings")
@require_role(Role.ADMIN)
def settings_try() -> ResponseReturnValue:
    """Order a trial; the button beside the list of programmes only shows another table."""
    sheet = Sheet.posted(request.form, _keys())
    if "show" in request.form:
        return _page(sheet)
    values = sheet.settings()
    if not sheet.errors:
        try:
            rules = effects.spread(sheet.rules, trials.rules_to_try())
            with transaction():
                run = try_settings(actor=me(), settings=values, rules=rules)
            return redirect(url_for(".trial_page", run_id=run.id), 303)
        except InvalidInput as error:
            sheet.errors[error.field or ""] = words(error)
    sheet.show_first_problem()
    return _page(sheet), 422


@bp.get("/admin/matcher/settings/trials/<uuid:run_id>")
@require_role(Role.ADMIN)
def trial_page(run_id: uuid.UUID) -> ResponseReturnValue:
    return _trial(trial(run_id, me()))


@bp.post("/admin/matcher/settings/trials/<uuid:run_id>/<any(name, train, stop):act>")
@require_role(Role.ADMIN)
def trial_act(run_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Keep it as a scenario, train a candidate with its settings, or stop computing it."""
    run = trial(run_id, me())
    try:
        with transaction():
            if act == "name":
                name_trial(
                    run_id=run_id, actor=me(), name=request.form.get("name", ""), note=request.form.get("note", "")
                )
            elif act == "stop":
                cancel_run(run_id=run_id, actor=me())
            else:
                values = audit.only_settings(run.settings)
                order_training(actor=me(), note=run.name or _("After a trial"), settings=values)
    except InvalidInput as error:
        return _trial(run, problem=words(error)), 422
    if act == "train":
        flash(_("A new version is being trained. It appears here as a candidate in a minute or two."))
        return redirect(url_for(".versions"), 303)
    flash(_("The scenario is kept.") if act == "name" else _("The trial is stopped."))
    return redirect(url_for(".trial_page", run_id=run_id), 303)


@bp.get("/admin/matcher/settings/scenarios")
@require_role(Role.ADMIN)
def scenarios() -> ResponseReturnValue:
    """Two scenarios side by side."""
    listed = trials.scenarios()
    chosen = [trial(uuid.UUID(key), me()) for key in _asked(listed)]
    return render_template(
        "matcher/scenarios.html",
        scenarios=listed,
        chosen=chosen,
        asked=[str(run.id) for run in chosen],
        settings=effects.side_by_side(chosen),
        effects=effects.effects_side_by_side(chosen),
    )


def _asked(listed: Sequence[Any]) -> list[str]:
    """The two asked for in the address, else the two latest."""
    known = [str(row.id) for row in listed]
    asked = [key for key in (request.args.get("one"), request.args.get("other")) if key in known]
    return asked if len(asked) == 2 else known[:2]


def _keys() -> list[str]:
    return [programme.key for programme in programmes.programmes(published_only=False)]


def _manifest() -> dict[str, Any] | None:
    champion = queries.champion()
    return champion.manifest if champion else None


def _trial_settings(asked: str) -> dict[str, Any]:
    try:
        return trial(uuid.UUID(asked), me()).settings
    except ValueError:
        return audit.in_service(_manifest())


def _page(sheet: Sheet) -> str:
    champion = queries.champion()
    return render_template(
        "matcher/settings.html",
        sheet=sheet,
        champion=champion,
        service=audit.in_service(champion.manifest if champion else None),
        families=[(family, audit.family_title(family)) for family in audit.families()],
        programmes=programmes.programmes(published_only=False),
        fields=FIELDS,
        rules=effects.rules(trials.rules_to_try()),
        rule_choices=RULE_CHOICES,
        recent=trials.recent(),
        run_states=RUN_STATES,
    )


def _trial(run: Run, problem: str = "") -> str:
    champion = queries.version(run.model_number) if run.model_number else None
    return render_template(
        "matcher/trial.html",
        run=run,
        job=computing.job_of(run),
        problem=problem,
        typed=request.form,
        champion=champion,
        changes=effects.changes(run.settings, audit.in_service(champion.manifest if champion else None)),
        moves=effects.moves(run, me()),
        dimensions=groups.NAMES,
        limit=trials.LARGEST_GAP,
        run_states=RUN_STATES,
    )
