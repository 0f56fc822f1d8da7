"""Up, down, up on both databases; nothing left to generate; no gaps in the numbers."""

import re

import flask_migrate
import pytest
import sqlalchemy as sa

import config
from app import create_app
from app.core.db import db
from tests.architecture.source import ROOT

VERSIONS = sorted(path.name for path in (ROOT / "migrations/versions").glob("*.py"))


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """An application on an empty SQLite file."""
    monkeypatch.setenv("WIJHA_VAR", str(tmp_path))
    settings = config.load("testing") | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'm.db'}"}
    application = create_app(settings)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def test_base_head_base_head(fresh):
    flask_migrate.upgrade()
    first = set(sa.inspect(db.engine).get_table_names())
    flask_migrate.downgrade(revision="base")
    left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
    flask_migrate.upgrade()

    assert left == set()
    assert set(sa.inspect(db.engine).get_table_names()) == first
    flask_migrate.upgrade()
    flask_migrate.check()


def test_numbers_have_no_gaps():
    assert [int(name[:4]) for name in VERSIONS] == list(range(1, len(VERSIONS) + 1))


@pytest.mark.parametrize("name", VERSIONS)
def test_a_migration_is_frozen(name):
    text = (ROOT / "migrations/versions" / name).read_text(encoding="utf-8")

    assert not re.search(r"^\s*(from|import) app\b", text, re.MULTILINE)
    assert "def downgrade()" in text
