"""Train a model version from the decisions made so far, and a documented beginning."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import db, transaction
from app.matching import adapter, queries, registry
from app.matching.labels import Lesson, samples
from app.matching.models import ModelVersion
from app.programmes.models import Opening
from ml import registry as bundles
from ml.contracts import LabelledApplication, OpeningProfile

BEGINNING = 400
"""How many invented decisions on real texts the first training rests on, until real ones outnumber them."""


def train(
    *,
    lessons: Sequence[Lesson],
    actor: Any = None,
    note: str = "",
    progress: Callable[[str, float], None] | None = None,
    seed: int = 2026,
) -> ModelVersion:
    """Fit, save and register a candidate. The fit runs outside any transaction; only the row is written in one.

    `lessons` are the decisions of the product; while there are fewer than BEGINNING of them, the seeded
    history of ml.data.synthetic (real texts, invented decisions) is added, and the manifest says so.
    """
    from ml.data.synthetic import history
    from ml.train import train as fit

    catalogue = _catalogue()
    real = samples(lessons)
    invented: tuple[LabelledApplication, ...] = ()
    if len(real) < BEGINNING:
        invented = history(openings=catalogue, count=BEGINNING)
    bundle = fit((*invented, *real), catalogue, seed=seed, progress=progress)
    now = utcnow()
    number = queries.next_number()
    name, folder = registry.new_folder(number)
    manifest = bundles.save(
        bundle,
        folder,
        extra={
            "created_at": now.isoformat(timespec="seconds"),
            "number": number,
            "decisions": len(real),
            "invented_decisions": len(invented),
            "note": note,
        },
    )
    with transaction():
        version = ModelVersion(
            id=uuid.uuid4(), number=number, folder=name, manifest=_plain(asdict(manifest)), note=note, created_at=now
        )
        db.session.add(version)
        db.session.flush()
        audit.record("model.train", actor=actor, subject=version, after={"number": number, "data": manifest.data_hash})
    return version


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _catalogue() -> list[OpeningProfile]:
    """Every opening of every call, once per programme and site, the latest call's wins."""
    statement = (
        sa.select(Opening)
        .options(joinedload(Opening.programme), joinedload(Opening.site), joinedload(Opening.call))
        .order_by(Opening.position, Opening.id)
    )
    latest: dict[tuple[str, str], Opening] = {}
    for opening in sorted(db.session.scalars(statement).unique(), key=lambda o: (o.call.opens_at, o.position)):
        latest[opening.programme.key, opening.site.key] = opening
    return [adapter.to_opening(latest[key], today()) for key in sorted(latest)]
