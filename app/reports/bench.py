"""Comparisons of two versions: the list of them, and one as rows for its page and its download."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import db
from app.core.i18n import N_
from app.matching import audit
from app.matching.models import Run
from app.matching.states import RunKind
from app.reports import trials

FIGURES: dict[str, tuple[str, str, str]] = {
    "top1": (N_("Right place first"), N_("Share of decisions whose place the version ranks first."), "share"),
    "top3": (
        N_("Right place among the first three"),
        N_("Share of decisions whose place is in the first three."),
        "share",
    ),
    "mrr": (
        N_("Mean reciprocal rank"),
        N_("Mean of 1 divided by the rank of the right place; 1 is perfect."),
        "number",
    ),
    "log_loss": (
        N_("Log-loss"),
        N_("How surprising the decisions were to the probabilities given; lower is better."),
        "number",
    ),
    "ece": (N_("Calibration error"), N_("Mean distance between probability given and share that was right."), "number"),
    "coverage": (
        N_("Coverage of the “not sure” sets"),
        N_("Share of decisions inside the set; it should be 90 %."),
        "share",
    ),
    "set_size": (
        N_("Size of the “not sure” sets"),
        N_("Openings in a set on average; smaller is more useful."),
        "number",
    ),
}
"""Name, definition and unit of every figure."""
GROUPS: dict[str, str] = {
    "programme": N_("Programme"),
    "site": N_("City"),
    "language": N_("Language"),
    "sector": N_("Sector"),
}


def recent(kind: RunKind, *, limit: int = 20) -> list[Any]:
    """The latest runs of a kind, without their results."""
    statement = (
        sa.select(
            Run.id, Run.kind, Run.state, Run.created_at, Run.model_number, Run.other_number, Run.call_id, Run.settings,
            Person.full_name.label("author"),
        )
        .outerjoin(Person, Person.id == Run.created_by_id)
        .where(Run.kind == kind)
        .order_by(Run.created_at.desc(), Run.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def table(result: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Every figure as (part, group, figure, version, value, low, high, decisions)."""
    for side in result["sides"]:
        parts = [("seen", side), ("unseen", side["unseen"])]
        for part, figures in parts:
            for name in FIGURES:
                if name in figures:
                    low, high = figures.get(f"{name}_interval", (None, None))
                    yield [part, "", name, side["name"], figures[name], low, high, figures["decisions"]]
        for kind, rows in side["groups"].items():
            for row in rows:
                yield [kind, row["name"], "top1", side["name"], row["top1"], *row["top1_interval"], row["decisions"]]
                yield [kind, row["name"], "top3", side["name"], row["top3"], None, None, row["decisions"]]
                yield [kind, row["name"], "coverage", side["name"], row["coverage"], None, None, row["decisions"]]
        for row in side["calibration"]:
            yield ["calibration", row["given"], "right", side["name"], row["right"], None, None, row["pairs"]]
        for row in side["learning"]:
            yield [
                "learning",
                row["earlier"],
                "top1",
                side["name"],
                row["top1"],
                *row["top1_interval"],
                row["decisions"],
            ]


def flips(result: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """Files whose first place differs, as far as the person may read them; how many more, and how many invented."""
    listed = result.get("flips", [])
    real = [one for one in listed if audit.is_real(one["key"])]
    files = trials.readable(person, [one["key"] for one in real])
    places = trials.places({side["opening"] for one in real for side in one["sides"]} | {one["place"] for one in real})
    rows = [
        {
            "id": one["key"],
            "reference": files[one["key"]].reference,
            "startup": files[one["key"]].startup,
            "place": places.get(one["place"], "–"),
            "sides": [
                {
                    "place": places.get(side["opening"], "–"),
                    "fit": side["fit"],
                    "reasons": [(audit.reason_title(code), points) for code, points in side["reasons"]],
                }
                for side in one["sides"]
            ],
        }
        for one in real
        if one["key"] in files
    ]
    return {"rows": rows, "hidden": len(real) - len(rows), "invented": len(listed) - len(real)}
