"""The yearly review as a tagged PDF, in French, Arabic or English."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.core import i18n, pdf
from app.core.i18n import N_, localized, long_date, number, translate
from app.core.signs import spell_name
from app.events.states import KIND_NAMES, EventKind
from app.reports import charts, words
from app.reports.figures import PUBLISHED_VERSION
from app.reports.indicators.model import RULE_NAMES, Unit
from app.reports.indicators.registry import REGISTRY
from app.reports.review import SECTIONS

LABELS = {
    "indicator": N_("Indicator"), "year": N_("Year"), "before": N_("Year before"), "origin": N_("Where it comes from"),
    "launched": N_("Programmes launched, by city"), "opened": N_("Sites opened in the year"),
    "events": N_("Events by kind"), "planned": N_("Sites to open"), "first": N_("First announced"),
    "now": N_("Planned now"), "slip": N_("Slip"), "site": N_("Site"), "region": N_("Region"),
    "reached": N_("Reached"), "promised": N_("Promised"), "definitions": N_("How each figure is counted"),
    "map": N_("Map of the network: regions with an open site, open sites (full dots) and sites to open (empty dots)"),
    "bars": N_("Results beside what was promised"), "osm": N_("Base map: © OpenStreetMap contributors, ODbL"),
    "nothing": N_("Nothing to report."), "unknown": N_("No date announced"), "kind": N_("Kind"),
    "number": N_("Count"), "programme": N_("Programme"), "cities": N_("Cities"),
}  # fmt: skip


def render(content: Mapping[str, Any], *, operator: str, language: str, status: str) -> bytes:
    """`status` is a sentence about the document: draft, or frozen on a day under a hash."""
    with i18n.speaking(language):
        data = _data(content, operator, language, status)
        pictures = {"map": charts.network_map(content["map"])}
        if rows := _bars(content["targets"]):
            pictures["bars"] = charts.bars(rows)
        return pdf.render("review", data | {"has_bars": bool(rows)}, pictures)


def _data(content: Mapping[str, Any], operator: str, language: str, status: str) -> dict[str, Any]:
    title = translate(N_("Yearly review %(year)s")) % {"year": content["year"]}
    return {
        "language": language,
        "title": title,
        "operator": spell_name(operator),
        "footer": f"{operator} – {title}",
        "status": status,
        "year": str(content["year"]),
        "labels": {key: translate(text) for key, text in LABELS.items()},
        "brief": [{"value": words.of(one), "name": name_of(one), "note": _note(one)} for one in content["brief"]],
        "sections": [
            {
                "key": key,
                "title": translate(name),
                "paragraphs": paragraphs(localized(content["texts"][key], language)),
                "figures": [_line(one) for one in content["figures"].get(key, ())],
            }
            for key, name in SECTIONS.items()
        ],
        "launched": [
            [_name(one["programme"]), i18n.listed(_name(site["name"]) for site in one["sites"])]
            for one in content["launched"]
        ],
        "opened": [[_name(one["name"]), _name(one["region"]), day_words(one["on"])] for one in content["opened"]],
        "events": [[translate(KIND_NAMES[EventKind(kind)]), number(count)] for kind, count in content["events"]],
        "targets": [[*row, apart(source)] for one in content["targets"] for *row, source in target_lines(one)],
        "planned": [planned_line(one) for one in content["planned"]],
        "definitions": _definitions(content),
    }


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]


def _name(texts: Mapping[str, str]) -> str:
    return spell_name(localized(texts))


def name_of(entry: Mapping[str, Any]) -> str:
    return translate(REGISTRY.get(entry["indicator"]).name)


def _note(entry: Mapping[str, Any]) -> str:
    return words.answered(entry) or (words.origin(entry) if entry["version"] == PUBLISHED_VERSION else "")


def _line(entry: Mapping[str, Any]) -> list[str]:
    note = words.answered(entry)
    value = words.of(entry) + (f" ({note})" if note else "")
    return [name_of(entry), value, words.change(entry), f"{words.origin(entry)}. {apart(translate(entry['source']))}"]


def target_lines(one: Mapping[str, Any]) -> Iterable[list[str]]:
    """[indicator, reached in the year, promised, by when, source] for each promise."""
    defined, now = REGISTRY.get(one["indicator"]), _reached(one)
    for by, value, source in one["due"]:
        yield [translate(defined.name), now, words.target(defined, value), str(by), translate(source)]


def _reached(one: Mapping[str, Any]) -> str:
    """What Wijha counted; a published figure follows another definition, and is said to."""
    if one["reached"]:
        return words.of(one["reached"])
    if published := one.get("published"):
        return translate(N_("%(value)s, published: not comparable")) % {"value": words.of(published)}
    return words.NONE


def planned_line(one: Mapping[str, Any]) -> list[str]:
    """[site, region, first announced, planned now, slip]."""
    unknown = translate(LABELS["unknown"])
    return [
        _name(one["name"]), _name(one["region"]), _day(one["first"]) or unknown, _day(one["now"]) or unknown,
        words.slip(one["slip"]),
    ]  # fmt: skip


def _day(text: str | None) -> str:
    try:
        return long_date(date.fromisoformat(text)) if text else ""
    except ValueError:  # a year or a month alone
        return ""


def day_words(text: str) -> str:
    """“24 novembre 2023”; a year or a month alone as it stands."""
    return _day(text) or text


def apart(text: str) -> str:
    """What people typed in one language keeps its direction beside another one (U+2068 … U+2069)."""
    return f"\u2068{text}\u2069" if text else ""


def _bars(targets: Iterable[Mapping[str, Any]]) -> list[tuple[str, float, float, str]]:
    rows = []
    for one in targets:
        reached, (by, promised, _source) = one["reached"], one["due"][-1]
        if reached and reached["value"] is not None and not reached["hidden"]:
            defined = REGISTRY.get(one["indicator"])
            told = translate(N_("%(reached)s of %(promised)s promised for %(year)s")) % {
                "reached": words.of(reached), "promised": words.target(defined, promised), "year": by,
            }  # fmt: skip
            share = defined.unit is Unit.SHARE
            value = 100 * reached["value"] / (reached["base"] or 1) if share else reached["value"]
            rows.append((translate(defined.name), value, promised, told))
    return rows


def _definitions(content: Mapping[str, Any]) -> list[list[str]]:
    """[name, formula, period rule, source, version and rows] of every figure of the document, once each."""
    found: dict[tuple[str, int], list[str]] = {}
    for entry in (one for part in content["figures"].values() for one in part):
        defined = REGISTRY.get(entry["indicator"])
        if entry["version"] == PUBLISHED_VERSION:
            version, rule = words.origin(entry), words.NONE
        else:
            version = translate(N_("Version %(version)s; rows: %(rows)s; hash: %(hash)s")) % {
                "version": entry["version"], "rows": number(entry["rows"]), "hash": entry["rows_sha256"][:12],
            }  # fmt: skip
            rule = translate(RULE_NAMES[defined.rule])
        found[entry["indicator"], entry["version"]] = [
            name_of(entry), words.formula(entry), rule, apart(translate(entry["source"])), version,
        ]  # fmt: skip
    return list(found.values())
