"""The demonstration world behind a real gunicorn, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

import config
from tests.conftest import own_database
from tests.servers import Server


def database_url(kind: str) -> str:
    """A database of this test process: “” for SQLite; skips, in words, without a PostgreSQL server."""
    if kind == "sqlite":
        return ""
    url = config.load("testing")["SQLALCHEMY_DATABASE_URI"]
    if not url.startswith("postgresql"):
        pytest.skip("no PostgreSQL server: run through python -m tests.postgresql")
    return own_database(url, "production")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Seeded once for each database; tests leave its rows readable for the others."""
    server = Server(tmp_path_factory.mktemp("production"), database=database_url(request.param))
    server.flask("db", "upgrade")
    server.flask("demo", "seed")
    server.start()
    yield server
    server.stop()
