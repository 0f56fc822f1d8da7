"""The import contracts of pyproject.toml hold, and a planted slip of each kind is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LINTER = Path(sys.executable).parent / "lint-imports"


def _lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(LINTER), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": ""},
    )


def test_the_contracts_hold():
    done = _lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("app/mail/queries.py", "from app.accounts.models import Person"),
        ("app/applications/policy.py", "from flask import request"),
        ("ml/predict.py", "from app.core.clock import utcnow"),
        ("app/decisions/policy.py", "from ml.contracts import Match"),
        ("app/matching/queries.py", "import sklearn"),
    ],
)
def test_a_planted_slip_is_caught(tmp_path, module, line):
    for name in ("app", "ml"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("static", "templates", "__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    done = _lint(tmp_path)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
