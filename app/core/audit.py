"""The trace: append-only events, each carrying the hash of the one before it."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.clock import utcnow
from app.core.db import Base, before_commit, db

GENESIS = "0" * 64
request_id: ContextVar[str] = ContextVar("request_id", default="")


class AuditEvent(Base):
    """Who did what to which row, when, why, and what it was before and after.

    Rows are never updated or deleted: triggers on both databases refuse it, and each row
    holds the hash of the previous one, so that `flask audit verify` finds any tampering.
    """

    __tablename__ = "audit_event"
    __table_args__ = (sa.Index("ix_audit_event_subject", "subject_id", "seq"),)

    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(sa.String(80), index=True)
    actor_id: Mapped[uuid.UUID | None]
    subject_type: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[str] = mapped_column(sa.String(40))
    before: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True)
    reason: Mapped[str | None] = mapped_column(sa.Text)
    details: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True)
    request_id: Mapped[str] = mapped_column(sa.String(40), default="")
    batch_id: Mapped[uuid.UUID | None]
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class AuditHead(Base):
    """The one row that says where the chain ends; locked while events are appended."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str] = mapped_column(sa.String(64))


HASHED = (
    "seq", "at", "action", "actor_id", "subject_type", "subject_id",
    "before", "after", "reason", "details", "request_id", "batch_id", "previous",
)  # fmt: skip


def digest(row: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of everything the row says."""
    values = [_plain(row[name]) for name in HASHED]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, uuid.UUID) else value


def record(
    action: str,
    *,
    actor: Any = None,
    subject: Any,
    before: Any = None,
    after: Any = None,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
    batch_id: uuid.UUID | None = None,
) -> None:
    """Note an act in the running transaction: no commit, no trace; no trace, no commit.

    `actor` is a person or None for the system; `subject` is a row with a table name.
    """
    key = getattr(subject, "id", None) or sa.inspect(subject).identity[0]
    event = {
        "at": utcnow(),
        "action": action,
        "actor_id": getattr(actor, "id", None),
        "subject_type": subject.__tablename__,
        "subject_id": str(key),
        "before": before,
        "after": after,
        "reason": reason,
        "details": details,
        "request_id": request_id.get(),
        "batch_id": batch_id,
    }
    db.session().info.setdefault("audit", []).append(event)


def _append(session: Session) -> None:
    """Chain the noted events, last thing before the commit, so that the head is locked briefly."""
    pending = session.info.pop("audit", [])
    if not pending:
        return
    head = session.scalars(sa.select(AuditHead).with_for_update().execution_options(populate_existing=True)).one()
    seq, previous = head.seq, head.hash
    rows = []
    for event in pending:
        seq += 1
        row = event | {"seq": seq, "previous": previous}
        row["hash"] = previous = digest(row)
        rows.append(row)
    session.execute(sa.insert(AuditEvent), rows)
    head.seq, head.hash = seq, previous
    session.flush()


before_commit(_append)


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and how."""

    seq: int
    what: str


def verify() -> Iterator[Break]:
    """Walk the whole chain; yield each changed, removed or inserted row."""
    expected, previous, last = 1, GENESIS, 0
    while rows := _after(last):
        for row in rows:
            last = row["seq"]
            if last != expected:
                yield Break(expected, "removed" if last > expected else "inserted")
            elif row["previous"] != previous:
                yield Break(last, "inserted or removed before")
            if digest(row) != row["hash"]:
                yield Break(last, "changed")
            expected, previous = last + 1, row["hash"]
    head = db.session.scalars(sa.select(AuditHead)).one()
    if head.seq != expected - 1:
        yield Break(expected, "removed at the end" if head.seq > expected - 1 else "inserted at the end")
    elif head.hash != previous:
        yield Break(head.seq, "changed at the end")


def _after(seq: int, size: int = 1000) -> list[dict[str, Any]]:
    """The next events of the chain, as plain rows."""
    table = AuditEvent.__table__
    rows = db.session.execute(sa.select(table).where(table.c.seq > seq).order_by(table.c.seq).limit(size))
    return [dict(row) for row in rows.mappings()]


def history(subject_id: uuid.UUID, *, limit: int = 100) -> list[AuditEvent]:
    """The latest events about one row, newest first."""
    statement = (
        sa.select(AuditEvent)
        .where(AuditEvent.subject_id == str(subject_id))
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    return list(db.session.scalars(statement))
