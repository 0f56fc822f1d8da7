"""Every use case and every page module has its tests in the mirrored folder."""

import ast
import re

import pytest

from tests.architecture.source import ROOT

SERVICES = [p for p in sorted(ROOT.glob("app/*/services/*.py")) if p.stem not in ("__init__", "transition")]
VIEWS = [
    p
    for p in sorted(ROOT.glob("app/web/*/*.py"))
    if p.stem != "__init__" and re.search(r"@bp\.(get|post|route)", p.read_text(encoding="utf-8"))
]


def _tests():
    return "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").glob("**/test_*.py"))


def _names(path):
    """The module and its public functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {path.stem} | {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")}


@pytest.mark.parametrize("path", SERVICES, ids=lambda p: f"{p.parent.parent.name}.{p.stem}")
def test_a_use_case_is_called_by_a_test(path):
    assert any(re.search(rf"\b{name}\b", _tests()) for name in _names(path))


@pytest.mark.parametrize("path", VIEWS, ids=lambda p: f"{p.parent.name}.{p.stem}")
def test_a_page_module_has_a_twin(path):
    names = {p.stem for p in (ROOT / "tests/web" / path.parent.name).glob("test_*.py")} | {"test_ground"}
    twins = {f"test_{path.stem}"} | ({"test_ground"} if path.parent.name == "public" else set())

    assert names & twins, f"tests/web/{path.parent.name}/test_{path.stem}.py"
