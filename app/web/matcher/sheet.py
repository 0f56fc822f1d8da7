"""The sheet of settings to try: what was typed, read field by field; nothing typed is lost."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.core import i18n
from app.core.i18n import N_
from app.core.typed import read_plain
from app.matching import audit
from app.reports.services.try_settings import FROM_0_TO_3

WEIGHT = re.compile(r"[0-3]([.,]\d)?")
NUMBER = re.compile(r"\d{1,6}([.,]\d{1,2})?")
FIELDS: dict[str, tuple[str, float, float, str]] = {
    "strong": (N_("Strong from"), 1, 100, N_("Write a whole number from 1 to 100.")),
    "possible": (N_("Possible from"), 1, 100, N_("Write a whole number from 1 to 100.")),
    "exploration": (N_("Drawn by lot among near-ties, in %"), 0, 20, N_("Write a share from 0 to 20 %.")),
    "n0": (N_("Decisions that count as much as the written weights"), 1, 10000, N_("Write a number from 1 to 10,000.")),
    "lean": (N_("Push for programmes without a history"), -5, 5, N_("Write a number from -5 to 5, or leave it empty.")),
}
"""Name, limits and message of each single number."""


def shown(value: float | None) -> str:
    """A number as it is typed in the reader's language; empty for none."""
    if value is None:
        return ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if i18n.language() == "en" else text.replace(".", ",")


def read(text: str) -> float | None:
    """A typed number, with comma or point; None for anything else."""
    text = read_plain(text.strip()).replace("\u2212", "-")
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    return sign * float(digits.replace(",", ".")) if NUMBER.fullmatch(digits) else None


@dataclass(slots=True)
class Sheet:
    """`typed` holds every field as text; `errors` says what is wrong, by field; `programme` is the one being shown."""

    programmes: tuple[str, ...]
    typed: dict[str, str]
    rules: dict[str, str] = field(default_factory=dict)
    programme: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Mapping[str, Any], programmes: Iterable[str], programme: str = "") -> "Sheet":
        typed = {f"w-{family}": shown(settings["families"].get(family, 1.0)) for family in audit.families()}
        for key, weights in settings.get("programmes", {}).items():
            typed |= {f"p-{key}-{family}": shown(weight) for family, weight in weights.items()}
        for name in FIELDS:
            value = settings.get(name)
            typed[name] = shown(100 * value if name == "exploration" and value is not None else value)
        return cls(tuple(programmes), typed, dict(settings.get("rules", {})), programme)

    @classmethod
    def posted(cls, form: Mapping[str, str], programmes: Iterable[str]) -> "Sheet":
        known = tuple(programmes)
        names = [f"w-{family}" for family in audit.families()] + list(FIELDS)
        names += [f"p-{key}-{family}" for key in known for family in audit.families()]
        typed = {name: form.get(name, "").strip()[:200] for name in names if name in form}
        rules = {name[5:]: value for name, value in form.items() if name.startswith("rule-") and value}
        programme = form.get("programme", "")
        return cls(known, typed, rules, programme if programme in known else "")

    def get(self, name: str) -> str:
        return self.typed.get(name, "")

    def number(self, name: str) -> float | None:
        """What was typed, as a number; None where it cannot be read."""
        return read(self.get(name))

    def show_first_problem(self) -> None:
        """A slip in the table of another programme brings that table into view."""
        for name in self.errors:
            key = next((key for key in self.programmes if name.startswith(f"p-{key}-")), "")
            if key:
                self.programme = key
                return

    def problems(self) -> list[tuple[str, str]]:
        return list(self.errors.items())

    def settings(self) -> dict[str, Any]:
        """The settings; `errors` says which fields could not be read, and those keep nothing."""
        self.errors = {}
        families = {family: self._weight(f"w-{family}") for family in audit.families()}
        programmes = {}
        for key in self.programmes:
            own = {family: self._weight(f"p-{key}-{family}", optional=True) for family in audit.families()}
            if given := {family: weight for family, weight in own.items() if weight is not None}:
                programmes[key] = given
        values: dict[str, Any] = {name: self._single(name) for name in FIELDS}
        if not self.errors and values["possible"] >= values["strong"]:
            self.errors["strong"] = _("“Strong” must start above “possible”, and both lie between 1 and 100.")
        if self.errors:
            return {}
        values |= {name: int(values[name]) for name in ("strong", "possible")}
        return {"families": families, "programmes": programmes, **values, "exploration": values["exploration"] / 100}

    def _weight(self, name: str, *, optional: bool = False) -> float | None:
        text = read_plain(self.get(name))
        if optional and not text:
            return None
        value = read(text) if WEIGHT.fullmatch(text) else None
        if value is None or value > 3:
            self.errors[name] = _(FROM_0_TO_3)
        return value

    def _single(self, name: str) -> float | None:
        _label, least, most, message = FIELDS[name]
        if name == "lean" and not self.get(name):
            return None
        value = self.number(name)
        whole = value is None or name not in ("strong", "possible") or value == int(value)
        if value is None or not whole or not least <= value <= most:
            self.errors[name] = _(message)
        return value
