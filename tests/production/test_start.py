"""The ways of starting: with the file of settings alone, and two upgrades at once."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.architecture.source import ROOT
from tests.production.conftest import database_url

FRESH = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "OMP_NUM_THREADS": "1"}


@pytest.fixture
def checkout(tmp_path):
    """The program in a folder of its own, with the example as its file of settings and nothing in the environment."""
    for name in ("app", "ml", "migrations"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("config.py", "wsgi.py", ".env.example"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    return tmp_path


def flask(folder, *words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=folder, env=FRESH | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_web_server_reads_the_file_of_settings(checkout):
    with (checkout / ".env").open("a", encoding="utf-8") as file:
        file.write("OPERATOR_NAME=Réseau de la preuve\n")
    assert flask(checkout, "db", "upgrade").returncode == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    server = subprocess.Popen(command, cwd=checkout, env=FRESH, stderr=subprocess.DEVNULL)
    try:
        page = _page(f"http://127.0.0.1:{port}/fr/")
    finally:
        server.terminate()
        server.wait(timeout=20)

    assert "Réseau de la preuve" in page
    assert (checkout / "var/wijha.db").exists()


def _page(address):
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  our own server
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")


def test_production_does_not_start_on_the_example(checkout):
    refused = flask(checkout, "db", "upgrade", WIJHA_ENV="production")

    assert refused.returncode != 0
    assert "Production cannot start" in refused.stderr
    assert "SECRET_KEY to a secret of your own" in refused.stderr


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_upgrades_at_once_wait_for_each_other(tmp_path, kind):
    address = database_url(kind, "upgrades") or f"sqlite:///{tmp_path / 'wijha.db'}"
    environment = os.environ | {"WIJHA_VAR": str(tmp_path), "WIJHA_ENV": "development", "DATABASE_URL": address}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]

    at_once = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [one.communicate(timeout=120)[1] for one in at_once]

    assert [one.returncode for one in at_once] == [0, 0, 0], said
