"""The demonstration world behind a real gunicorn, on SQLite and on PostgreSQL."""

import os
import secrets
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
    return own_database(url, f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")


PRODUCTION = {
    "WIJHA_ENV": "production", "DEMO": "false", "SECRET_KEY": secrets.token_hex(32), "PROXY_HOPS": "0",
    "TOTP_SECRET": secrets.token_hex(32), "STAFF_TWO_FACTOR": "false",
}  # fmt: skip
"""As docs/operations.md says; the second factor is off, because the people of the demonstration have none."""


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Seeded once for each database; tests leave its rows readable for the others."""
    folder, database = tmp_path_factory.mktemp("production"), database_url(request.param)
    around = Surroundings(folder, database) if database else None
    if around is None:
        server = Server(folder)
    else:
        server = Server(folder, database=around.database, processes=2, **PRODUCTION, **around.settings)
    server.around = around
    server.seed()
    server.start()
    yield server
    server.stop()
    if around:
        around.stop()
