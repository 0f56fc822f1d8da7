"""The effect of a trial as rows for its pages: words for settings, files by reference, two scenarios side by side."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.i18n import listed, localized, number, percent
from app.matching import audit
from app.matching.models import Run
from app.programmes import queries as programmes
from app.reports import groups, trials
from app.web.matcher.sheet import FIELDS, shown

SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The same rule at several sites of a programme: one choice for all of them."""

    key: str
    call: str
    call_key: str
    programme: str
    sites: str
    sentence: str
    hard: bool
    ids: tuple[str, ...]


def rules(rows: Sequence[Any]) -> list[RuleGroup]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        same = (row.call, row.programme, row.fact, row.operator, row.value, row.hard)
        found.setdefault(json.dumps(same, sort_keys=True), []).append(row)
    return [
        RuleGroup(
            key=str(own[0].id),
            call=localized(own[0].call_title),
            call_key=own[0].call,
            programme=localized(own[0].programme),
            sites=listed(localized(row.site) for row in own),
            sentence=localized(own[0].messages.get("not_met")),
            hard=own[0].hard,
            ids=tuple(str(row.id) for row in own),
        )
        for own in found.values()
    ]


def spread(chosen: Mapping[str, str], rows: Sequence[Any]) -> dict[str, str]:
    """The choice of a group for each of its rules; those left as they are say nothing."""
    found: dict[str, str] = {}
    for group in rules(rows):
        value = chosen.get(group.key, "")
        if value and value != ("hard" if group.hard else "advisory"):
            found |= dict.fromkeys(group.ids, value)
    return found


def changes(tried: Mapping[str, Any], service: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(what, in service, tried) of every setting that differs."""
    found = []
    for family in audit.families():
        before, after = (one["families"].get(family, 1.0) for one in (service, tried))
        found.append((audit.family_title(family), shown(before), shown(after)))
    names = _programme_names()
    for key in sorted({*service["programmes"], *tried["programmes"]}):
        for family in audit.families():
            before, after = (one["programmes"].get(key, {}).get(family) for one in (service, tried))
            label = f"{names.get(key, key)} · {audit.family_title(family)}"
            found.append((label, shown(before) or _("as all"), shown(after) or _("as all")))
    for name, (label, *_rest) in FIELDS.items():
        found.append((_(label), _single(name, service.get(name)), _single(name, tried.get(name))))
    if rules_tried := len(tried.get("rules", {})):
        found.append((_("Rules tried differently"), "0", number(rules_tried)))
    return [row for row in found if row[1] != row[2]]


def _single(name: str, value: float | None) -> str:
    if value is None:
        return str(_("tuned by itself"))
    return percent(value) if name == "exploration" else shown(value)


def _programme_names() -> dict[str, str]:
    return {row.key: localized(row.name) for row in programmes.programmes(published_only=False)}


@dataclass(frozen=True, slots=True)
class Move:
    """A file whose first place changes."""

    id: str
    reference: str
    startup: str
    past: bool
    before: str
    after: str
    reason_before: str
    reason_after: str


def moves(run: Run, person: Person) -> dict[str, Any]:
    """Files that move or are barred or freed, by name, as far as the person may read them; and how many more."""
    result = run.result or {}
    listed = result.get("moves", [])
    ruled = {name: result.get("rules", {}).get(name, [])[: trials.MOST_MOVES] for name in ("barred", "freed")}
    files = trials.readable(person, {*(one["id"] for one in listed), *ruled["barred"], *ruled["freed"]})
    places = trials.places({one[side]["opening"] for one in listed for side in SIDES})
    return {
        "rows": [
            Move(
                one["id"],
                files[one["id"]].reference,
                files[one["id"]].startup,
                one["past"],
                *(places.get(one[side]["opening"], "–") for side in SIDES),
                *(audit.reason_title(one[side]["reason"]) if one[side]["reason"] else "" for side in SIDES),
            )
            for one in listed
            if one["id"] in files
        ],
        "hidden": sum(one["id"] not in files for one in listed),
        **{name: [files[key] for key in keys if key in files] for name, keys in ruled.items()},
    }


def side_by_side(chosen: Sequence[Run]) -> list[tuple[str, list[str]]]:
    """(setting, its value in each scenario), only where they differ."""
    if len(chosen) < 2:
        return []
    return [(label, [one, other]) for label, one, other in changes(chosen[1].settings, chosen[0].settings)]


def effects_side_by_side(chosen: Sequence[Run]) -> list[tuple[str, list[str]]]:
    """(figure, its value in each scenario)."""
    if len(chosen) < 2 or any(run.result is None for run in chosen):
        return []
    results: list[Mapping[str, Any]] = [run.result or {} for run in chosen]
    past, waiting = ([_of(r["moved"][part], r["files"][part]) for r in results] for part in ("past", "current"))
    rows = [
        (_("First place changes, past files"), past),
        (_("First place changes, files that wait"), waiting),
        (_("Agreement with decisions, first place"), [agreement(r, "after", "top1") for r in results]),
        (_("Agreement with decisions, first three"), [agreement(r, "after", "top3") for r in results]),
    ]
    for level, label in ((level, audit.level_title(level)) for level in audit.levels()):
        rows.append((label, [number(r["levels"]["after"][level]) for r in results]))
    for name in groups.TRIED:
        label = _("Gap between groups, in points: %(what)s", what=_(groups.NAMES[name]))
        rows.append((label, [_gap(result, name) for result in results]))
    rows.append((_("Files newly barred by tried rules"), [number(len(r["rules"]["barred"])) for r in results]))
    rows.append((_("Files freed by tried rules"), [number(len(r["rules"]["freed"])) for r in results]))
    return rows


def _gap(result: Mapping[str, Any], dimension: str) -> str:
    found = next((gap["after"] for gap in result["gaps"] if gap["dimension"] == dimension), None)
    return "–" if found is None else number(found)


def _of(count: int, whole: int) -> str:
    return f"{number(count)} / {number(whole)}" + (f" ({percent(count / whole)})" if whole else "")


def agreement(result: Mapping[str, Any], side: str, name: str) -> str:
    """“71 % (60 % – 80 %)”, or a dash without decided places."""
    count, low, high = result["agreement"][side][name]
    if not result["placed"]:
        return "–"
    return f"{percent(count / result['placed'])} ({percent(low)} – {percent(high)})"
