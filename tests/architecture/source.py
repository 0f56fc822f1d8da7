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
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AugAssign | ast.AnnAssign)
            else []
        )
        for target in targets:
            for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(one, ast.Attribute) and one.attr == attribute:
                    if not (isinstance(one.value, ast.Name) and one.value.id == "self"):
                        return True
    return False
