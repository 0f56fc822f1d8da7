"""Modules and functions stay small enough to read; a larger one is a question to answer here."""

import ast

from tests.architecture.source import ROOT, modules

LINES, FUNCTION = 300, 60


def test_no_module_is_longer_than_its_limit():
    long = {
        path.relative_to(ROOT).as_posix(): count
        for folder in ("app", "ml")
        for path in ROOT.glob(f"{folder}/**/*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LINES
    }

    assert long == {}


def test_no_function_is_longer_than_its_limit():
    long = {
        f"{name}.{node.name}": length
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION
    }

    # one table of the sign-in library's settings
    assert set(long) <= {"app.web.auth.security.settings"}, long


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "helpers", "common", "misc", "base2"}

    assert [name for name, _ in modules() if name.rpartition(".")[2] in vague] == []
