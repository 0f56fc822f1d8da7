"""The demonstration world behind a real gunicorn, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

import config
from tests.conftest import own_database
from tests.servers import Server
from tests.surroundings import Surroundings


def database_url(kind: str, name: str = "production") -> str:
    """A database of this test process: “” for SQLite; skips, in words, without a PostgreSQL server."""
    if kind == "sqlite":
        return ""
    url = config.load("testing")["SQLALCHEMY_DATABASE_URI"]
    if not url.startswith("postgresql"):
        pytest.skip("no PostgreSQL server: run through python -m tests.postgresql")
    return own_database(url, name)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Seeded once for each database; tests leave its rows readable for the others."""
    folder, database = tmp_path_factory.mktemp("production"), database_url(request.param)
    around = Surroundings(folder, database) if database else None
    server = (
        Server(folder, database=around.database, processes=2, **around.settings) if around else Server(folder)
    )  # as in production: two processes, a worker, and everything else beside them
    server.around = around
    server.flask("db", "upgrade")
    server.flask("demo", "seed")
    server.start()
    yield server
    server.stop()
    if around:
        around.stop()
