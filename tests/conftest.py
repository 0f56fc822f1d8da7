"""The application once per process, an isolated database per test, and a strict client."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

import config
from app import create_app
from app.accounts.models import Person
from app.core import i18n
from app.core.db import db
from app.extensions import limiter
from app.mail import transport
from app.matching import registry
from app.questionnaires import queries as questionnaires
from tests.fakes import MemoryTransport
from tests.statements import heard_statements
from tests.web_client import StrictClient, put_session


def own_database(url: str, worker: str) -> str:
    """A PostgreSQL database of this test process."""
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"wijha_{worker}"
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    os.environ["WIJHA_VAR"] = str(tmp_path_factory.mktemp("var"))
    settings = config.load("testing")
    if settings["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        settings["SQLALCHEMY_DATABASE_URI"] = own_database(settings["SQLALCHEMY_DATABASE_URI"], worker)
    application = create_app(settings | {"RATELIMIT_ENABLED": True})
    limiter.enabled = False  # until a test asks for `limits`
    application.test_client_class = StrictClient
    with application.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
    yield application
    with application.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def isolated_database(app: Flask) -> Iterator[None]:
    """Everything inside one outer transaction that is thrown away; commits become savepoints."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        connection = engine.connect()
        outer = connection.begin()
        engines[None] = connection  # type: ignore[index]
        questionnaires._published.cache_clear()
        registry.forget()
        try:
            yield
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            engines[None] = engine  # type: ignore[index]


@pytest.fixture
def _database(app: Flask) -> Iterator[None]:
    with isolated_database(app):
        yield


@pytest.fixture(autouse=True)
def _isolated(request: pytest.FixtureRequest) -> None:
    """The database for every test but those of tests/unit, tests/ml and tests/architecture."""
    i18n.set_language("fr")
    part = Path(str(request.path)).relative_to(Path(__file__).parent).parts[0]
    if part in ("services", "queries", "web", "cases"):
        request.getfixturevalue("_database")


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    """The limits count, from nothing."""
    limiter.reset()
    limiter.enabled = True
    yield
    limiter.enabled = False
    limiter.reset()


@pytest.fixture
def mailbox() -> Iterator[MemoryTransport]:
    """Where delivered messages arrive."""
    before = transport.current()
    memory = MemoryTransport()
    transport.use(memory)
    yield memory
    transport.use(before)


@pytest.fixture
def client(app: Flask) -> StrictClient:
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], StrictClient]:
    """A client with somebody signed in."""

    def enter(person: Person) -> StrictClient:
        client: StrictClient = app.test_client()  # type: ignore[assignment]
        put_session(client, person)
        return client

    return enter


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], Any]:
    """Collects the statements of a block (transaction control left out)."""

    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
    return lambda: heard_statements(lambda text: None if text.startswith(control) else text)
