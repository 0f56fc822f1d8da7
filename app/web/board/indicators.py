"""Each indicator: what it means, its value by part, what was frozen, its line, and the rows behind it."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.accounts.roles import Role
from app.core import audit
from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, localized
from app.matching import explain
from app.programmes import queries as programmes
from app.reports import figures, impact, policy, snapshot, suppression, words
from app.reports.indicators.model import DIMENSIONS, RULE_NAMES, UNIT_NAMES, Figure, Period, Row, year
from app.reports.indicators.registry import REGISTRY
from app.reports.rows import named
from app.reports.services.enter_published import QUALIFIERS
from app.reports.services.open_indicator import close_indicator, open_indicator
from app.reports.states import Origin
from app.web.access import me, require_role
from app.web.board import bp, lines, panels
from app.web.board.forms import PublishedForm, RestateForm
from app.web.downloads import send_csv
from app.web.errors import words as said

ROWS_SHOWN = 50
DIMENSION_NAMES: dict[str, str] = {
    "site": N_("Site"), "programme": N_("Programme"), "region": N_("Region"), "sector": N_("Sector"),
}  # fmt: skip


def period_of(key: str) -> Period:
    """NotFound for a year to come, or what is no year: another period would be shown under its name."""
    if key == snapshot.LAST_12:
        return snapshot.last_twelve_months()
    if key.isdecimal() and len(key) == 4 and 2000 <= int(key) <= today().year:
        return year(int(key))
    raise NotFound


@bp.get("/figures")
@require_role(*policy.BOARD, limited=True)
def indicators() -> ResponseReturnValue:
    return registry_page(PublishedForm())


def registry_page(form: PublishedForm) -> ResponseReturnValue:
    """The registry; values are on each indicator's page and on the dashboard, nothing is counted here."""
    last = year(today().year - 1)
    return render_template(
        "board/indicators.html",
        listed=list(REGISTRY),
        public={one.key for one in impact.public()},
        standing=_standing(last),
        last=last,
        units=UNIT_NAMES,
        rules=RULE_NAMES,
        can_freeze=policy.can_freeze(me()),
        form=published_form(form),
    ), 422 if form.problems() else 200  # fmt: skip


def _standing(period: Period) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in figures.in_force([period]):
        found.setdefault(one.indicator, []).append(one)
    return found


def published_form(form: PublishedForm) -> PublishedForm:
    form.indicator.choices = {"": _("Choose")} | {one.key: _(one.name) for one in REGISTRY}
    form.qualifier.choices = {key: _(name) for key, name in QUALIFIERS.items()}
    return form


def names() -> dict[str, dict[str, str]]:
    """Names of sites, programmes, regions and sectors by key."""
    return {
        "site": {one.key: localized(one.name) for one in programmes.sites()},
        "programme": {one.key: localized(one.name) for one in programmes.programmes(published_only=False)},
        "region": {one.code: localized(one.name) for one in programmes.regions()},
    }


def name_of(known: dict[str, dict[str, str]], dimension: str, key: str) -> str:
    if not key:
        return str(_("Not said"))
    return explain.word(key) if dimension == "sector" else str(known[dimension].get(key, key))


@bp.get("/figures/<key>")
@require_role(*policy.BOARD, limited=True)
def indicator(key: str) -> ResponseReturnValue:
    return page(key)


def page(key: str, form: RestateForm | None = None) -> ResponseReturnValue:
    one, wanted = figures.indicator(key), panels.asked(region=True)
    team = policy.sees_small_groups(me())
    reading = figures.read(one, period_of(wanted.period), wanted.place, all_shown=team)
    known = names()
    frozen = figures.frozen(key)
    _count, network = panels.stored(wanted)
    problems = form.problems() if form else []
    return render_template(
        "board/indicator.html",
        one=one,
        versions=REGISTRY.versions(key),
        asked=wanted,
        network=network,
        reading=reading,
        team=team,
        known=known,
        parts=_parts(reading, known),
        frozen=frozen,
        people=accounts.names([row.frozen_by_id for row in frozen]),
        drawings=lines.drawings(one, [row for row in frozen if row.shown or team]),
        rows=named(me(), reading.rows[: ROWS_SHOWN + 1]) if team else [],
        rows_shown=ROWS_SHOWN,
        is_public=key in {other.key for other in impact.public()},
        can_freeze=policy.can_freeze(me()),
        can_open=policy.can_open_to_public(me()),
        can_withdraw=policy.can_withdraw(me()),
        last_year=today().year - 1,
        origins=Origin,
        units=UNIT_NAMES,
        rules=RULE_NAMES,
        form=form or RestateForm(),
        problems=problems,
        smallest=suppression.SMALLEST_GROUP,
    ), 422 if problems else 200  # fmt: skip


def _weight(figure: Figure) -> float:
    """How long its bar is."""
    return (figure.value or 0) / (figure.base or 1)


def _parts(reading: figures.Reading, known: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """Tables by site, programme, region and sector; those with one nameless part are left out."""
    found = []
    for dimension in DIMENSIONS:
        parts, shown = reading.parts[dimension], reading.shown[dimension]
        if set(parts) <= {""}:
            continue
        ordered = sorted(parts.items(), key=lambda pair: (pair[0] not in shown, -_weight(pair[1]), pair[0]))
        rows = [
            {
                "name": name_of(known, dimension, key),
                "shown": key in shown,
                "value": words.amount(reading.indicator, figure.value, figure.base),
                "weight": _weight(figure),
            }
            for key, figure in ordered
        ]
        found.append({"dimension": dimension, "rows": rows})
    return found


@bp.get("/figures/<key>.csv")
@require_role(*policy.BOARD, limited=True)
def indicator_export(key: str) -> ResponseReturnValue:
    """Rows for the team, parts for those who read aggregates only."""
    one, wanted = figures.indicator(key), panels.asked(region=True)
    team = policy.sees_small_groups(me())
    reading = figures.read(one, period_of(wanted.period), wanted.place, all_shown=team)
    with transaction():
        audit.record("figures.export", actor=me(), subject=me(), details={"indicator": key, **wanted.args()})
    name = f"wijha-{key}-{reading.period.first.isoformat()}.csv"
    known = names()
    if team:
        header = [_("Row"), _("Startup"), _("Value"), _("Of"), _("Site"), _("Programme"), _("Region"), _("Sector")]
        return send_csv(header, _rows(me(), reading, known), name)
    header = [_("Part"), _("Name"), _("Value"), _("Of"), _("Startups")]
    return send_csv(header, _lines(reading, known), name)


def _rows(person: Person, reading: figures.Reading, known: dict[str, dict[str, str]]) -> Iterator[list[Any]]:
    for found in named(person, reading.rows):
        row: Row = found.row
        if row.startup and found.name is None:  # theirs to know of, not to export
            continue
        places = [name_of(known, dimension, getattr(row, dimension)) for dimension in DIMENSIONS]
        yield [row.key, found.name or "", row.value, row.base, *places]


def _lines(reading: figures.Reading, known: dict[str, dict[str, str]]) -> Iterator[list[Any]]:
    few = _(words.FEW)
    whole = reading.whole
    yield [_("All"), "", few, "", ""] if reading.is_hidden else [
        _("All"), "", whole.value, whole.base, whole.group_size,
    ]  # fmt: skip
    for dimension, parts in reading.parts.items():
        for key, figure in parts.items():
            start = [_(DIMENSION_NAMES[dimension]), name_of(known, dimension, key)]
            shown = key in reading.shown[dimension]
            yield [*start, figure.value, figure.base, figure.group_size] if shown else [*start, few, "", ""]


@bp.post("/figures/<key>/public")
@require_role(Role.DIRECTOR)
def indicator_public(key: str) -> ResponseReturnValue:
    opens = request.form.get("open") == "yes"
    try:
        with transaction():
            if opens:
                open_indicator(key=key, actor=me())
            else:
                close_indicator(key=key, actor=me())
    except Conflict as error:  # a second click: it is as it was asked
        flash(said(error))
        return redirect(url_for(".indicator", key=key), 303)
    flash(_("Everybody can read this indicator now.") if opens else _("This indicator is no longer public."))
    return redirect(url_for(".indicator", key=key), 303)
