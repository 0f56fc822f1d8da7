"""A refusal on the command line is a sentence, never a trace."""

import os
import stat
import subprocess
import uuid

import pytest

from app.accounts import queries
from app.accounts.models import Person
from app.core.db import db
from tests.architecture.source import ROOT
from tests.factories import make_person

GOOD = "argan-souss-2026-tafraout"


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()

    def invoke(*words, typed=None):
        found = runner.invoke(args=list(words), input=typed)
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return found.exit_code, found.output

    return invoke


def test_training_before_a_call_has_an_opening_says_so_and_lets_a_script_go_on(run):
    code, text = run("matching", "train", "--if-missing")
    refused, words = run("matching", "train")

    assert (code, "no call has an opening yet" in text) == (0, True)
    assert (refused, "No call has an opening yet" in words) == (1, True)


def test_a_duplicate_account_is_said_in_a_sentence(run):
    make_person(email="a@exemple.ma")

    code, text = run("people", "create", "A@exemple.ma", "Nom", "--password", GOOD)

    assert (code, "There is already an account with this address." in text) == (1, True)


@pytest.mark.parametrize("password", ["short", "motdepasse", "password123", "x" * 129])
def test_an_account_gets_a_real_password(run, password):
    code, text = run("people", "create", "a@exemple.ma", "Nom", "--password", password)

    assert code == 2
    assert "password" in text.lower()
    assert queries.by_email("a@exemple.ma") is None


def test_the_password_is_asked_for_twice_where_none_is_given(run):
    code, _text = run("people", "create", "a@exemple.ma", "Nom", "--role", "admin", typed=f"{GOOD}\n{GOOD}\n")

    assert code == 0
    assert queries.by_email("a@exemple.ma") is not None


@pytest.mark.parametrize(
    "words",
    [
        ("people", "create", "no address", "Nom", "--password", GOOD),
        ("people", "create", "a@exemple.ma", "\u200b", "--password", GOOD),
        ("people", "grant", "nobody@exemple.ma", "lead"), ("people", "lock", "nobody@exemple.ma"),
        ("matching", "propose", "99", "--by", "nobody@exemple.ma", "--note", "x"),
        ("matching", "score", "--call", "none"), ("jobs", "retry", str(uuid.uuid4())),
    ],
)  # fmt: skip
def test_every_refusal_is_said(run, words):
    code, text = run(*words)

    assert code != 0
    assert "Error: " in text


def test_a_package_with_another_hash_stops_the_installation(tmp_path):
    """The script with a pip that fails, as a wrong hash makes it fail."""
    (tmp_path / "requirements").mkdir()
    script = tmp_path / "requirements/install.sh"
    script.write_text((ROOT / "requirements/install.sh").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("nothing\n", encoding="utf-8")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\ncase "$*" in *install*) echo "THESE PACKAGES DO NOT MATCH THE HASHES"; exit 1;; esac\n'
    )
    python.chmod(python.stat().st_mode | stat.S_IXUSR)

    done = subprocess.run(
        ["sh", str(script), "requirements.txt"], cwd=tmp_path, env=os.environ | {"PYTHON": "python3"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert "The installation failed" in done.stderr


def test_a_new_installation_has_no_account(run):
    code, _text = run("catalogue", "seed")

    assert code == 0
    assert db.session.query(Person).count() == 0
