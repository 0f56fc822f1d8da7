"""Figures as people read them, in the reader's language: on pages, in the document, in the workbook."""

from collections.abc import Mapping
from typing import Any

from app.core import i18n
from app.core.i18n import N_, ngettext, number, percent, translate, translate_count
from app.reports.figures import PUBLISHED_VERSION
from app.reports.indicators.model import Indicator, Unit
from app.reports.indicators.registry import REGISTRY

NONE = "–"
MILLION = 1_000_000
QUALIFIED = {
    "more_than": N_("more than %(value)s"), "about": N_("about %(value)s"), "up_to": N_("up to %(value)s"),
}  # fmt: skip
PUBLISHED = N_("Published before Wijha, not recalculated")
PUBLISHED_FORMULA = N_("As the operator published it; its way of counting is not public.")
FEW = N_("not shown: small group")


def dirhams(value: int) -> str:
    """“12,4 MDH” from a million on, else whole dirhams."""
    if abs(value) < MILLION:
        return i18n.money(value)
    return translate(N_("%(number)s MDH")) % {"number": number(round(value / MILLION, 1 if value % MILLION else 0))}


def amount(one: Indicator, value: int | None, base: int | None, qualifier: str = "") -> str:
    """A value in the indicator's unit, with “more than” where it was published so."""
    if value is None or (one.unit is Unit.SHARE and not base):
        return NONE
    if one.unit is Unit.SHARE:
        text = _share(value, base or 1)
    elif one.unit is Unit.DIRHAMS:
        text = dirhams(value)
    elif one.unit is Unit.DAYS:
        text = translate_count(*ngettext("%(num)s day", "%(num)s days", value))
    else:
        text = number(value)
    return translate(QUALIFIED[qualifier]) % {"value": text} if qualifier else text


def _share(value: int, base: int) -> str:
    """Whole percents; digits only where they were typed, as 345 of 1000."""
    return percent(value / base, {1000: 1, 10_000: 2}.get(base, 0))


def target(one: Indicator, value: int) -> str:
    """A target: percent for a share, else in the indicator's unit."""
    return amount(one, value, 100 if one.unit is Unit.SHARE else None)


def slip(days: int | None) -> str:
    """How late a site is against its first announcement, or how much earlier."""
    if days is None:
        return NONE
    if days < 0:
        return translate_count(*ngettext("%(num)s day earlier", "%(num)s days earlier", -days))
    return translate_count(*ngettext("%(num)s day", "%(num)s days", days))


def of(entry: Mapping[str, Any]) -> str:
    """The value of a frozen entry of the review, or of a tile of the dashboard that names its indicator."""
    one = REGISTRY.get(entry["indicator"])
    if entry.get("hidden"):
        return translate(FEW)
    return amount(one, entry["value"], entry["base"], entry.get("qualifier", ""))


def answered(entry: Mapping[str, Any]) -> str:
    """“34 of 52 answered”, where not everybody did; empty otherwise."""
    if entry.get("asked") is None or entry.get("hidden") or entry.get("size") is None:
        return ""
    one, many, size = ngettext("%(num)s of %(asked)s answered", "%(num)s of %(asked)s answered", entry["size"])
    return translate_count(one, many, size, asked=number(entry["asked"]))


def change(entry: Mapping[str, Any]) -> str:
    """What the year before says, or why it cannot be compared."""
    one, before = REGISTRY.get(entry["indicator"]), entry.get("before")
    if entry.get("other_definition"):
        return translate(N_("the year before follows another definition"))
    if not before:
        return NONE
    return amount(one, before["value"], before["base"], before.get("qualifier", ""))


def formula(entry: Mapping[str, Any]) -> str:
    if entry["version"] == PUBLISHED_VERSION:
        return translate(PUBLISHED_FORMULA)
    return translate(REGISTRY.get(entry["indicator"], entry["version"]).formula)


def origin(entry: Mapping[str, Any]) -> str:
    return translate(PUBLISHED) if entry["version"] == PUBLISHED_VERSION else translate(N_("Counted by Wijha"))
