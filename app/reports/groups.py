"""The groups that fairness is about: the only module that reads protected facts.

A dimension is a SELECT of (application_id, name); a file without a row has not said, or left it to the team.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.applications.models import Answer, Application, Choice
from app.core.db import db
from app.core.i18n import N_, localized
from app.matching import explain
from app.programmes import queries as programmes
from app.programmes.models import Opening, Site

NAMES: dict[str, str] = {
    "city": N_("City wished"),
    "region": N_("Region of the team"),
    "language": N_("Language of the file"),
    "sector": N_("Sector"),
    "team": N_("Team size"),
    "women_led": N_("Led by women, where declared"),
    "first_time": N_("First application"),
}
"""Every dimension, in the order in which it is shown."""
TRIED = ("region", "city", "language", "sector", "women_led")
"""Dimensions whose gap is watched when settings are tried."""
MIXED = ("region", "sector", "language", "women_led")
"""Dimensions in which those admitted are described."""
DECLARED_ONLY = frozenset({"women_led"})
"""Files that did not say are left out here; elsewhere they are a group of their own."""
SIZES: dict[str, str] = {
    "1": N_("1 person"),
    "2-3": N_("2 or 3 people"),
    "4-6": N_("4 to 6 people"),
    "7+": N_("7 people or more"),
}
ANSWERS: dict[str, dict[str, str]] = {
    "language": {"fr": "Français", "ar": "العربية", "en": "English"},
    "women_led": {"yes": N_("Yes"), "no": N_("No")},
    "first_time": {"first": N_("First one"), "again": N_("Applied before")},
    "team": SIZES,
}
UNSAID = ""
CHUNK = 500


def labels(dimension: str) -> Any:
    """(application_id, name) of the files that belong to a group."""
    return _MAKERS[dimension]().subquery(f"by_{dimension}")


def _answer(key: str, name: Any = None, *conditions: sa.ColumnElement[bool]) -> Any:
    text = sa.func.trim(sa.cast(Answer.value, sa.Text), '"')
    return sa.select(Answer.application_id, (text if name is None else name(text)).label("name")).where(
        Answer.question_key == key, Answer.value.is_not(None), *conditions
    )


def _city() -> Any:
    return (
        sa.select(Choice.application_id, Site.key.label("name"))
        .join(Opening, Opening.id == Choice.opening_id)
        .join(Site, Site.id == Opening.site_id)
        .where(Choice.rank == 1)
    )


def _language() -> Any:
    return sa.select(Application.id.label("application_id"), Application.language.label("name"))


def _team() -> Any:
    def size(text: Any) -> Any:
        few, some = text.in_(("2", "3")), text.in_(("4", "5", "6"))
        return sa.case((text == "1", "1"), (few, "2-3"), (some, "4-6"), else_="7+")

    return _answer("team_size", size)


def _women_led() -> Any:
    return _answer("women_led", None, sa.cast(Answer.value, sa.Text).in_(('"yes"', '"no"')))


def _first_time() -> Any:
    """Whether the person who made the file had sent one before."""
    first = (
        sa.select(Application.created_by_id, sa.func.min(Application.submitted_at).label("at"))
        .where(Application.submitted_at.is_not(None))
        .group_by(Application.created_by_id)
        .subquery()
    )
    name = sa.case((Application.submitted_at > first.c.at, "again"), else_="first")
    return sa.select(Application.id.label("application_id"), name.label("name")).join(
        first, first.c.created_by_id == Application.created_by_id
    )


_MAKERS = {
    "city": _city,
    "region": lambda: _answer("home_region"),
    "language": _language,
    "sector": lambda: _answer("sector"),
    "team": _team,
    "women_led": _women_led,
    "first_time": _first_time,
}


def of_files(dimension: str, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The group of each file; those that did not say are left out."""
    listed, by = list(ids), labels(dimension)
    found: dict[uuid.UUID, str] = {}
    for start in range(0, len(listed), CHUNK):
        part = listed[start : start + CHUNK]
        rows = db.session.execute(sa.select(by.c.application_id, by.c.name).where(by.c.application_id.in_(part)))
        found.update({row.application_id: str(row.name) for row in rows})
    return found


def led_by_women(startup_ids: Iterable[uuid.UUID], before: datetime) -> dict[uuid.UUID, bool]:
    """What startups declared in the latest file they sent before an instant; those that did not say are left out."""
    wanted, by = set(startup_ids), labels("women_led")
    rows = db.session.execute(
        sa.select(Application.startup_id, by.c.name)
        .join(by, by.c.application_id == Application.id)
        .where(Application.submitted_at < before)
        .order_by(Application.submitted_at, Application.id)
    )
    return {startup: name == "yes" for startup, name in rows if startup in wanted}


def titles(dimension: str) -> Mapping[str, str]:
    """Names of groups in the reader's language; marked texts are translated by whoever shows them."""
    if dimension == "city":
        return {site.key: localized(site.name) for site in programmes.sites()}
    if dimension == "region":
        return {region.code: localized(region.name) for region in programmes.regions()}
    return ANSWERS.get(dimension, {})


def title(dimension: str, name: str, known: Mapping[str, str]) -> str:
    if name == UNSAID:
        return N_("Left to the team") if dimension == "city" else N_("Not said")
    return known.get(name) or (explain.word(name) if dimension == "sector" else name)
