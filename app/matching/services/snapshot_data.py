"""Freeze labelled files: one file in storage, known by its hash; equal data is kept once."""

import uuid
from collections.abc import Mapping, Sequence

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, transaction, unless_duplicate
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.files import storage
from app.matching import labels, queries
from app.matching.labels import Lesson
from app.matching.models import DataSnapshot
from ml.contracts import LabelledApplication
from ml.data import snapshot as files

CHANGED = N_("The data of snapshot %(number)s is not what was frozen. It is not used.")


def snapshot_data(
    *,
    lessons: Sequence[Lesson],
    invented: Sequence[LabelledApplication] = (),
    actor: Person | None = None,
) -> DataSnapshot:
    """The snapshot of these lessons, new or the one that holds the same data already.

    `invented` are the decisions of the documented beginning; they are counted apart.
    """
    real = labels.samples(lessons)
    frozen = (*invented, *real)
    digest = files.data_hash(frozen)
    content = None if queries.snapshot_by_hash(digest) else files.dump(frozen)
    with transaction():
        existing = queries.snapshot_by_hash(digest)
        if existing is not None:
            return existing
        counts = labels.counts(lessons) | ({"invented": len(invented)} if invented else {})
        return _write(real, digest, content or files.dump(frozen), len(frozen), counts, actor)


def _write(
    real: Sequence[LabelledApplication],
    digest: str,
    content: bytes,
    rows: int,
    counts: Mapping[str, int],
    actor: Person | None,
) -> DataSnapshot:
    days = [sample.decided_on for sample in real]
    snapshot = DataSnapshot(
        id=uuid.uuid4(),
        number=queries.next_snapshot_number(),
        sha256=digest,
        storage_key=f"snapshots/{digest[:40]}.jsonl.gz",
        rows=rows,
        counts=dict(counts),
        weights=labels.values(),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        made_by_id=actor.id if actor is not None else None,
    )
    with unless_duplicate(N_("The same data was frozen at the same moment. Try again.")):
        db.session.add(snapshot)
        db.session.flush()
    storage.put(snapshot.storage_key, content)
    audit.record("data.freeze", actor=actor, subject=snapshot, after={"number": snapshot.number, "data": digest})
    return snapshot


def load_snapshot(snapshot: DataSnapshot) -> tuple[LabelledApplication, ...]:
    """What was frozen; Conflict when the file is gone or holds anything else."""
    try:
        samples = files.load(b"".join(storage.get(snapshot.storage_key)))
    except (NotFound, ValueError) as error:
        raise Conflict(CHANGED, number=snapshot.number) from error
    if files.data_hash(samples) != snapshot.sha256:
        raise Conflict(CHANGED, number=snapshot.number)
    return samples
