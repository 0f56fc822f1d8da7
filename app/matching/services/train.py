"""Train a model version from frozen data: what was decided so far, and a documented beginning."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import db, transaction, unless_duplicate
from app.core.errors import Conflict
from app.core.i18n import N_
from app.matching import adapter, bundles, queries
from app.matching.code import code_version
from app.matching.labels import Lesson
from app.matching.models import DataSnapshot, ModelVersion
from app.matching.services.snapshot_data import load_snapshot, snapshot_data
from app.programmes.models import Opening
from ml import registry as ml_registry
from ml.contracts import LabelledApplication, OpeningProfile, Settings

TRIES = 5
NOTHING_OPEN = N_("No call has an opening yet, so there is nothing to train. The written rules serve until then.")
BEGINNING = 400
"""How many invented decisions on real texts the first training rests on, until real ones outnumber them."""


def train(
    *,
    lessons: Sequence[Lesson],
    actor: Person | None = None,
    note: str = "",
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[str, float], None] | None = None,
    seed: int = 2026,
) -> ModelVersion:
    """Freeze, fit, save and register a candidate. The fit runs outside any transaction.

    `lessons` are what the product knows; while fewer than BEGINNING of them are decided, the seeded history of
    ml.data.synthetic (real texts, invented decisions) is added, and the manifest says so. `settings` are those of
    the version in service unless others are given.
    """
    from ml.train import train as fit

    catalogue = network()
    if not catalogue:
        raise Conflict(NOTHING_OPEN)
    decided = sum(lesson.standing != "undecided" for lesson in lessons)
    snapshot = snapshot_data(lessons=lessons, invented=beginning(catalogue, decided), actor=actor)
    used = settings_in_service() if settings is None else Settings(**settings)
    bundle = fit(load_snapshot(snapshot), catalogue, settings=used, seed=seed, progress=progress)
    extra = {
        "decisions": decided,
        "undecided": len(lessons) - decided,
        "invented_decisions": snapshot.counts.get("invented", 0),
        "few_labels": bundle.prior_only,
        "snapshot": snapshot.number,
        "labels": snapshot.counts,
        "settings": asdict(used),
        "code": code_version(),
        "author": str(actor.id) if actor is not None else None,
        "note": note,
    }
    return _registered(bundle, extra, snapshot=snapshot, actor=actor, note=note)


def beginning(catalogue: Sequence[OpeningProfile], decided: int) -> tuple[LabelledApplication, ...]:
    """The invented decisions that stand in for real ones while there are few."""
    from ml.data.synthetic import history

    return history(openings=catalogue, count=BEGINNING) if decided < BEGINNING else ()


def settings_in_service() -> Settings:
    """Those the champion was trained with; the defaults before there is one."""
    champion = queries.champion()
    values = champion.manifest.get("extra", {}).get("settings") if champion is not None else None
    return Settings(**values) if values else Settings()


def _registered(
    bundle: Any, extra: dict[str, Any], *, snapshot: DataSnapshot, actor: Person | None, note: str
) -> ModelVersion:
    """Files and row together: the unique number decides when two trainings end at once."""
    for _ in range(TRIES):
        with suppress(Conflict), TemporaryDirectory() as folder:
            return _try_register(bundle, extra, Path(folder), snapshot=snapshot, actor=actor, note=note)
    raise Conflict(N_("Too many trainings ended at once. Try again."))


def _try_register(
    bundle: Any, extra: dict[str, Any], folder: Path, *, snapshot: DataSnapshot, actor: Person | None, note: str
) -> ModelVersion:
    number, now = queries.next_number(), utcnow()
    manifest = ml_registry.save(
        bundle, folder, extra={**extra, "number": number, "created_at": now.isoformat(timespec="seconds")}
    )
    with transaction():
        version = ModelVersion(
            id=uuid.uuid4(),
            number=number,
            folder=bundles.name_of(number),
            manifest=json.loads((folder / bundles.MANIFEST).read_bytes()),
            snapshot_id=snapshot.id,
            note=note,
            created_at=now,
            trained_by_id=actor.id if actor is not None else None,
        )
        with unless_duplicate("another training took this number"):
            db.session.add(version)
            db.session.flush()
        bundles.publish(version, folder)
        audit.record("model.train", actor=actor, subject=version, after={"number": number, "data": manifest.data_hash})
    return version


def network() -> list[OpeningProfile]:
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
