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


def test_yearly_figures_of_the_release_before_are_carried_over(fresh, tmp_path):
    """Two files of one startup: the later figure counts; a share abroad becomes an amount; a sum raised, a round."""
    import sqlite3

    flask_migrate.upgrade(revision="0002")
    startup, first, second, unknown, person = (f"{number:032x}" for number in range(1, 6))
    with sqlite3.connect(tmp_path / "m.db") as raw:  # without foreign keys: only what the migration reads is there
        for number, (application, whose) in enumerate(((first, startup), (second, startup), (unknown, person))):
            raw.execute(
                "INSERT INTO application (id, call_id, startup_id, form_version_id, created_by_id, language, stage, shown,"
                " row_version, saved_at, team_chooses, created_at)"
                " VALUES (?, ?, ?, 'f', 'p', 'fr', 'draft', 'nothing', 1, '2026-01-01', 0, '2026-01-01')",
                (application, f"call{number}", whose),
            )
        figures = [
            (first, "jobs", 2025, 3), (second, "jobs", 2025, 8), (first, "revenue", 2025, 1000),
            (first, "export_share", 2025, 35), (unknown, "export_share", 2025, 40), (first, "funding", 2025, 500),
            (first, "active", 2024, None),
        ]  # fmt: skip
        for number, (application, indicator, year, value) in enumerate(figures):
            raw.execute(
                "INSERT INTO outcome (id, application_id, indicator, year, value, source, recorded_by_id, created_at)"
                " VALUES (?, ?, ?, ?, ?, 'Appel', ?, ?)",
                (f"o{number}", application, indicator, year, value, person, f"2026-02-0{number + 1}"),
            )
    raw.close()

    flask_migrate.upgrade()

    assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1
    rows = db.session.execute(sa.text("SELECT startup_id, measure, ends_on, value, source FROM outcome ORDER BY 1, 2"))
    assert [tuple(row) for row in rows] == [
        (startup, "active", "2024-12-31", None, "Appel"),
        (startup, "jobs", "2025-12-31", 8, "Appel"),
        (startup, "turnover", "2025-12-31", 1000, "Appel"),
        (startup, "turnover_abroad", "2025-12-31", 350, "Appel (35 %)"),
        (person, "turnover_abroad", "2025-12-31", None, "Appel (40 %)"),
    ]
    money = db.session.execute(sa.text("SELECT startup_id, kind, received_on, amount FROM funding"))
    assert [tuple(row) for row in money] == [(startup, "round", "2025-12-31", 500)]
    db.session.rollback()
    flask_migrate.downgrade(revision="0002")
    kept = db.session.execute(
        sa.text("SELECT indicator, year, value FROM outcome WHERE application_id = :a"), {"a": first}
    )
    assert sorted(tuple(row) for row in kept) == [("active", 2024, None), ("jobs", 2025, 8), ("revenue", 2025, 1000)]
