"""What everybody may read: frozen figures of the indicators opened to the public, and the same as open data."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.i18n import LANGUAGES, N_, translate
from app.reports import words
from app.reports.indicators.model import RULE_NAMES, UNIT_NAMES, Indicator
from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure, PublicIndicator

FIELDS: dict[str, str] = {
    "indicator": N_("Key of the indicator"),
    "name": N_("Name of the indicator, in the language of the file"),
    "version": N_("Version of its definition; 0 for a figure published before Wijha and not recalculated"),
    "origin": N_("computed: counted from the rows of Wijha; published: entered with its source"),
    "scope": N_("all, or site:…, programme:…, region:… with a key"),
    "starts_on": N_("First day of the period"),
    "ends_on": N_("Last day of the period"),
    "value": N_("Number, dirhams, days; for a share the number of yes answers, or percent when it was published"),
    "base": N_("For a share: all answers, or 100; empty otherwise"),
    "qualifier": N_("more_than, about, up_to where the figure was published so; empty: exact"),
    "asked": N_("How many could have answered, where not everybody did"),
    "suppressed": N_("1 where fewer than 5 startups stand behind the figure, or others could be worked out from it"),
    "source": N_("Where the figure comes from"),
    "frozen_on": N_("Day on which the figure was frozen"),
    "rows_sha256": N_("Hash of the rows it was counted from"),
}
"""The data dictionary: every column of the download."""


def public() -> list[Indicator]:
    """Indicators opened to the public, in the board's order."""
    keys = set(db.session.scalars(sa.select(PublicIndicator.indicator)))
    return [one for one in REGISTRY if one.key in keys]


def standing(keys: Sequence[str], *, parts: bool = False) -> list[FrozenFigure]:
    """Figures in force of these indicators, by indicator and period, the whole before its parts."""
    statement = (
        sa.select(FrozenFigure)
        .where(FrozenFigure.replaced_at.is_(None), FrozenFigure.indicator.in_(keys))
        .order_by(
            FrozenFigure.indicator, FrozenFigure.ends_on, FrozenFigure.starts_on, FrozenFigure.version,
            FrozenFigure.scope,
        )
    )  # fmt: skip
    return list(db.session.scalars(statement if parts else statement.where(FrozenFigure.scope == "all")))


def records() -> Iterator[dict[str, Any]]:
    """The open data: one record for each figure in force; suppressed ones say so and hold no number."""
    for one in standing([one.key for one in public()], parts=True):
        open_ = one.shown
        yield {
            "indicator": one.indicator, "name": translate(REGISTRY.get(one.indicator).name), "version": one.version,
            "origin": one.origin.value, "scope": one.scope, "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on.isoformat(), "value": one.value if open_ else None,
            "base": one.base if open_ else None, "qualifier": one.qualifier, "asked": one.asked if open_ else None,
            "suppressed": int(not open_), "source": translate(one.source),
            "frozen_on": one.created_at.date().isoformat(),
            "rows_sha256": one.rows_sha256 if open_ else "",
        }  # fmt: skip


def dictionary() -> dict[str, Any]:
    """What each column means, and how each public indicator is counted, in three languages."""
    return {
        "fields": {name: {code: translate(text, code) for code in LANGUAGES} for name, text in FIELDS.items()},
        "indicators": {
            one.key: {
                "name": {code: translate(one.name, code) for code in LANGUAGES},
                "formula": {code: translate(one.formula, code) for code in LANGUAGES},
                "unit": {code: translate(UNIT_NAMES[one.unit], code) for code in LANGUAGES},
                "period": {code: translate(RULE_NAMES[one.rule], code) for code in LANGUAGES},
                "source": {code: translate(one.source, code) for code in LANGUAGES},
                "version": one.version,
            }
            for one in public()
        },
        "published": {code: translate(words.PUBLISHED_FORMULA, code) for code in LANGUAGES},
    }
