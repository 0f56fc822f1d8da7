"""The database: typed base, column types, and the only place that commits."""

import enum
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.core.clock import utcnow
from app.core.errors import Conflict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored in UTC on every database."""

    impl = sa.DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive date and time cannot be stored")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonType = sa.JSON(none_as_null=True)


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        str: sa.String(255),
        dict[str, Any]: JsonType,
        dict[str, str]: JsonType,
        list[str]: JsonType,
        list[Any]: JsonType,
    }


class Identified:
    """A row with a random identifier."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


class Timestamped:
    """A row that knows when it was made."""

    created_at: Mapped[datetime] = mapped_column(default=utcnow)


def text_enum(kind: type[enum.StrEnum]) -> sa.Enum:
    """An enum stored as text; pair it with `one_of` so that the database checks it."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(column: str, kind: type[enum.StrEnum]) -> sa.CheckConstraint:
    """The named CHECK that keeps `column` inside the values of `kind`."""
    values = ", ".join(f"'{member.value}'" for member in kind)
    return sa.CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False, "autoflush": True})

_after_begin: list[Callable[[Session], None]] = []
_before_commit: list[Callable[[Session], None]] = []
_after_commit: list[Callable[[Session], None]] = []
WRITES = {"wijha_writes": True}


def after_begin(step: Callable[[Session], None]) -> None:
    """Run `step` first in each writing transaction: what it locks stays locked until the commit."""
    _after_begin.append(step)


def before_commit(step: Callable[[Session], None]) -> None:
    """Run `step` inside each writing transaction, just before it commits."""
    _before_commit.append(step)


def after_commit(step: Callable[[Session], None]) -> None:
    """Run `step` after each successful commit, outside any transaction."""
    _after_commit.append(step)


def start_writing() -> Session:
    """Begin a write transaction: SQLite takes its one write lock now, instead of failing later.

    What was read before is a closed snapshot; services read what they change again, locked.
    """
    session: Session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside transaction()")
    if session.in_transaction():
        session.commit()
    session.connection(execution_options=WRITES)
    return session


def commit() -> None:
    """Finish the write transaction: trace, commit, then wake the worker."""
    session: Session = db.session()
    try:
        session.flush()
        for step in _before_commit:
            step(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    for step in _after_commit:
        step(session)


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work. A nested block joins the outer one, so use cases compose and stay atomic."""
    session: Session = db.session()
    if session.info.get("in_transaction"):
        yield session
        return
    start_writing()
    session.info["in_transaction"] = True
    try:
        for step in _after_begin:
            step(session)
        yield session
        commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.clear()


@contextmanager
def short_write() -> Iterator[Session]:
    """A short write of a request that belongs to no use case, before or after its own transaction.

    What was written outside a transaction is committed first; no step of `after_begin` runs.
    """
    commit()
    session = start_writing()
    try:
        yield session
        commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def savepoint() -> Iterator[None]:
    """A part of the transaction that may fail alone; what it noted for trace and worker goes with it."""
    info = db.session().info
    noted = {name: len(info.get(name, ())) for name in ("audit", "jobs")}
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        for name, count in noted.items():
            if name in info:
                del info[name][count:]
        raise


@contextmanager
def unless_duplicate(message: str, *, field: str | None = None) -> Iterator[None]:
    """Let a database constraint decide a race; its answer becomes a sentence."""
    try:
        with savepoint():
            yield
    except sa.exc.IntegrityError as error:
        raise Conflict(message, field=field) from error


def upsert(model: type[Base], values: dict[str, Any], *, key: tuple[str, ...]) -> None:
    """Insert a row, or replace the one that has the same `key`, in one statement."""
    upsert_all(model, [values], key=key)


def upsert_all(model: type[Base], rows: list[dict[str, Any]], *, key: tuple[str, ...]) -> None:
    """The same for several rows that name the same columns."""
    from sqlalchemy.dialects import postgresql, sqlite

    if not rows:
        return
    maker = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = maker(cast(sa.Table, model.__table__)).values(rows)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    db.session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def prepare_engine(engine: sa.Engine) -> None:
    """SQLite as a server database: WAL, foreign keys, waiting for locks, explicit BEGIN."""
    if engine.dialect.name != "sqlite":
        return

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("wijha_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
