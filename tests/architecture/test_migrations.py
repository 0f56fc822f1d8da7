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


def test_the_matcher_of_the_release_before_is_kept(fresh):
    flask_migrate.upgrade(revision="0001")
    db.session.execute(
        sa.text(
            "INSERT INTO model_version (id, number, state, folder, manifest, note, created_at) "
            "VALUES ('a', 1, 'champion', 'v0001', '{}', 'first', '2026-11-01')"
        )
    )
    db.session.commit()

    flask_migrate.upgrade()

    kept = db.session.execute(sa.text("SELECT number, state, proposal_note FROM model_version")).one()
    indexes = {index["name"] for index in sa.inspect(db.engine).get_indexes("model_version")}
    checks = {check["name"] for check in sa.inspect(db.engine).get_check_constraints("model_version")}
    assert tuple(kept) == (1, "champion", "")
    assert "uq_model_version_champion" in indexes
    assert checks >= {"ck_model_version_second_person", "ck_model_version_state_known"}
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.text(
                "INSERT INTO model_version (id, number, state, folder, manifest, note, created_at, proposal_note) "
                "VALUES ('b', 2, 'champion', 'v0002', '{}', '', '2026-11-01', '')"
            )
        )
    db.session.rollback()
