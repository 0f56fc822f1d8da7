"""Bring the coded reasons for refusals in from their file; edits are never overwritten."""

from pathlib import Path

import sqlalchemy as sa
import yaml

from app.core.db import db
from app.decisions.models import RefusalReason

SEED = Path(__file__).parent.parent / "seed" / "reasons.yaml"


def import_reasons() -> int:
    """Add the missing ones; returns how many."""
    known = set(db.session.scalars(sa.select(RefusalReason.code)))
    rows = [row for row in yaml.safe_load(SEED.read_text(encoding="utf-8")) if row["key"] not in known]
    for position, row in enumerate(rows):
        db.session.add(
            RefusalReason(
                code=row["key"],
                label=row["label"],
                sentence=row["sentence"],
                about_fit=row["fit"],
                position=position,
            )
        )
    db.session.flush()
    return len(rows)
