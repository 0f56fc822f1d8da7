"""Runs migrations on the application's database; one hook writes our column types in full."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.core.db import UtcDateTime

target = current_app.extensions["migrate"].db
metadata = target.metadata
SEARCH = "application_fts"
LOCK = 0x57696A6861
"""The number of the advisory lock, any that nobody else takes."""


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Frozen definitions: a migration never imports a model or one of our types."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, sa.JSON):
        return "sa.JSON()"
    return False


def include_object(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """The full-text tables of SQLite and the full-text index of PostgreSQL belong to the migration alone."""
    return not (name or "").startswith((SEARCH, "ix_application_text_words"))


def same_type(_context: Any, _inspected: Any, _column: Any, found: Any, wanted: Any) -> bool | None:
    """Our own types differ in name only from what the database reports."""
    if isinstance(wanted, UtcDateTime | sa.JSON | sa.Uuid):
        return False
    if isinstance(wanted, sa.Enum):
        return getattr(found, "length", None) not in (None, wanted.length)
    return None


def _foreign_keys(connection: sa.Connection, state: str) -> None:
    """SQLite ignores this inside a transaction, and our connections begin one with their first statement."""
    if connection.dialect.name == "sqlite":
        connection.commit()
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")


@contextmanager
def _alone(connection: sa.Connection) -> Iterator[None]:
    """Two upgrades at once wait for each other: by an advisory lock, or by a lock on a file beside that of SQLite."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
            connection.commit()
    elif path := connection.engine.url.database:
        with open(f"{path}.upgrade", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    else:
        yield  # in memory: nobody else is there


def run() -> None:
    with target.engine.connect() as connection, _alone(connection):
        _foreign_keys(connection, "OFF")  # a table that is made anew would take its children along
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_item=render_item,
            include_object=include_object,
            compare_type=same_type,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _foreign_keys(connection, "ON")


run()
