"""flask docs build: the generated pages; --check compares them with what is committed."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.generated import PAGES

group = AppGroup("docs", help="Generated documentation.")
DOCS = Path(__file__).parent.parent.parent / "docs"


@group.command("build")
@click.option("--check", is_flag=True, help="compare only; exits 1 when a page is stale")
def build(check: bool) -> None:
    """Write lifecycle, permissions and data-model pages from the code."""
    stale = []
    for name, make in PAGES.items():
        text, path = make(), DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if check and stale:
        raise click.ClickException(f"stale: {', '.join(stale)}; run: make docs")
    print("docs: " + (f"written: {', '.join(stale)}" if stale else "fresh"))
