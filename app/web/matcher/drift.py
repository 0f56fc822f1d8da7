"""Drift: month by month, whether decisions still look like what the matcher learned from."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core import i18n
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import localized, percent
from app.matching import audit
from app.programmes import queries as programmes
from app.reports import drift as months
from app.reports import fairness as figures
from app.reports.services.note_alarm import note_alarm
from app.reports.services.watch_drift import order_watch
from app.web.access import me, require_role
from app.web.errors import words
from app.web.matcher import bp


@bp.get("/admin/matcher/drift")
@require_role(Role.ADMIN)
def drift() -> ResponseReturnValue:
    return _page()


@bp.post("/admin/matcher/drift")
@require_role(Role.ADMIN)
def drift_note() -> ResponseReturnValue:
    """What was done about an alarm."""
    try:
        with transaction():
            note_alarm(actor=me(), subject=request.form.get("subject", ""), text=request.form.get("text", ""))
    except InvalidInput as error:
        return _page({error.field or "text": words(error)}), 422
    return redirect(url_for(".drift"), 303)


@bp.post("/admin/matcher/drift/compute")
@require_role(Role.ADMIN)
def drift_compute() -> ResponseReturnValue:
    with transaction():
        order_watch(actor=me())
    flash(_("The months are being computed. Reload the page in a minute."))
    return redirect(url_for(".drift"), 303)


def _page(errors: dict[str, str] | None = None) -> str:
    listed = months.months()
    names = {row.key: localized(row.name) for row in programmes.programmes(published_only=False)}
    alarms = [
        (f"drift:{month.name}:{what}", month, what, _unknown(month, names) if what == "unknown" else "")
        for month in reversed(listed)
        for what in month.alarms
    ]
    return render_template(
        "matcher/drift.html",
        months=listed,
        drawn=[month for month in listed if month.agreement is not None],
        computed=any(month.result for month in listed),
        present=listed[-1].name,
        month_words=months.words,
        kinds=months.ALARMS,
        alarms=alarms,
        families=[(family, audit.family_title(family)) for family in audit.families()],
        notes=[(note, *_told(note.subject)) for note in figures.notes("drift:")],
        typed=request.form,
        errors=errors or {},
    )


def _unknown(month: months.Month, names: dict[str, str]) -> str:
    """The programmes that were unknown, with their share of the decisions."""
    result: dict[str, Any] = month.result or {}
    ordered = sorted(result["unknown_programmes"].items(), key=lambda pair: (-pair[1], pair[0]))
    return i18n.listed(f"{names.get(key, key)} ({percent(count / result['decided'])})" for key, count in ordered)


def _told(subject: str) -> tuple[str, str]:
    """(month in words, name of the alarm) of a note."""
    _kind, month, what = [*subject.split(":"), "", ""][:3]
    return months.words(months.first_of(month)), months.ALARMS.get(what, ("", ""))[0]
