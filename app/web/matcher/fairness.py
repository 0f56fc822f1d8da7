"""Fairness: rates of groups at each stage of a call; read by administrators and directors, noted by administrators."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core import audit as trace
from app.core.db import transaction
from app.core.errors import InvalidInput, NotFound
from app.matching import policy
from app.reports import fairness as figures
from app.reports import groups
from app.reports.services.note_alarm import note_alarm
from app.web.access import me, require_role
from app.web.downloads import send_csv
from app.web.errors import words
from app.web.matcher import bp

READERS = (Role.ADMIN, Role.DIRECTOR)


@bp.get("/admin/matcher/fairness")
@require_role(*READERS)
def fairness() -> ResponseReturnValue:
    return _page()


@bp.post("/admin/matcher/fairness")
@require_role(Role.ADMIN)
def fairness_note() -> ResponseReturnValue:
    """What was done about an alarm."""
    try:
        with transaction():
            note_alarm(actor=me(), subject=request.form.get("subject", ""), text=request.form.get("text", ""))
    except InvalidInput as error:
        return _page({error.field or "text": words(error)}), 422
    return redirect(url_for(".fairness", **_asked()), 303)


@bp.get("/admin/matcher/fairness.csv")
@require_role(*READERS)
def fairness_export() -> ResponseReturnValue:
    calls = figures.calls()
    call = next((one for one in calls if one.key == request.args.get("call")), None)
    if call is None:
        raise NotFound
    with transaction():
        trace.record("fairness.export", actor=me(), subject=me(), details={"call": call.key})
    header = [
        _("Groups"), _("Stage"), _("Group"), _("Files"), _("Yes"), _("Rate"), _("Low"), _("High"),
        _("Ratio to the best"), _("Alarm"),
    ]  # fmt: skip
    rows = figures.table(call.id)
    told = ([_(groups.NAMES[row[0]]), _(figures.STAGES[row[1]][0]), _(row[2]), *row[3:]] for row in rows)
    return send_csv(header, told, f"wijha-fairness-{call.key}.csv")


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in ("call", "by") if request.args.get(name)}


def _page(errors: dict[str, str] | None = None) -> str:
    calls = figures.calls()
    call = next((one for one in calls if one.key == request.args.get("call")), calls[0] if calls else None)
    asked = request.args.get("by", "")
    dimension = asked if asked in groups.NAMES else next(iter(groups.NAMES))
    lines = figures.lines(dimension, call.id, [one.id for one in reversed(calls)]) if call else []
    titles = groups.titles(dimension)
    names = {line.group: _(groups.title(dimension, line.group, titles)) for line in lines}
    alarms = [
        (line.subject(call.key, dimension), line)
        for line in lines
        if call and line.rate is not None and line.rate.alarm
    ]
    return render_template(
        "matcher/fairness.html",
        calls=calls,
        call=call,
        dimension=dimension,
        dimensions=groups.NAMES,
        stages={stage: [line for line in lines if line.stage == stage] for stage in figures.STAGES},
        definitions=figures.STAGES,
        names=names,
        alarms=alarms,
        notes=figures.notes(f"fairness:{call.key}:") if call else [],
        may_note=policy.can_manage_models(me()),
        told=figures.told,
        typed=request.form,
        errors=errors or {},
    )
