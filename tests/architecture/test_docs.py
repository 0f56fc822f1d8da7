"""What the docs say is there."""

import ast
import re

import pytest

from app.accounts.roles import Role
from app.applications.states import Stage
from tests.architecture.source import ROOT
from tests.servers import WEB


def test_every_setting_is_in_the_example():
    code = (ROOT / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    shown = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert read - shown == set()
    assert shown - read == {"HOST", "PORT"}


@pytest.mark.parametrize("word", [*Stage, *Role])
def test_every_stage_and_role_is_in_the_glossary(word):
    assert f"`{word.value}`" in (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


def test_every_command_of_the_operations_page_exists(app):
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^flask ([a-z-]+)", text, re.MULTILINE))

    assert named
    assert named <= set(app.cli.commands) | {"db"}


def test_every_make_target_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert named
    assert named <= targets


def test_every_link_of_the_docs_leads_somewhere():
    broken = []
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")

    assert broken == []


def test_production_is_described_as_it_is_tested():
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    assert WEB.format(processes=2, address="127.0.0.1:8000") in text
    assert "flask jobs work" in text


def test_every_test_named_by_the_security_page_exists():
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", text))

    gone = sorted(f"{path}::{name}" for path, name in named if name not in _tests_of(ROOT / path))
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    silent = [
        row for row in rows if not re.search(r"\.py::|not held|does not apply|by the operator|table above|\]\(", row)
    ]

    assert len(named) > 100
    assert gone == []
    assert silent == []


def _tests_of(path):
    """Names of the tests of a file; none when it is gone."""
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
