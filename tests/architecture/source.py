"""The source as syntax trees."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@lru_cache(maxsize=1)
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """(dotted name, tree) of every module of app/ and ml/."""
    paths = sorted([*ROOT.glob("app/**/*.py"), *ROOT.glob("ml/**/*.py")])
    return tuple((name_of(path), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def calls(tree: ast.AST, method: str) -> Iterator[ast.Call]:
    """Calls of a method of this name on anything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield node


def assigns(tree: ast.AST, attribute: str) -> bool:
    """Whether something writes thing.attribute (self.x = … of a class does not count)."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
        if any(isinstance(one, ast.Attribute) and one.attr == attribute and not _own(one) for one in flat):
            return True
    return False


def _own(target: ast.Attribute) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id == "self"
