"""flask demo seed | reset: the same invented world every time, built through the product's own use cases."""

import shutil
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import downgrade, upgrade

from app.cli.catalogue import seed_catalogue
from app.cli.demo.world import build
from app.core.db import db
from app.core.errors import DomainError
from app.programmes.models import Call

group = AppGroup("demo", help="The demonstration world.")


def _refuse_in_production() -> None:
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("The demo world never runs in production.")


@group.command("seed")
def seed() -> None:
    """Build the demo world in an empty database; where there are calls already, do nothing."""
    seed_demo()


def seed_demo() -> None:
    """The same, for other commands."""
    _refuse_in_production()
    if db.session.scalar(sa.select(Call.id).limit(1)) is not None:
        print("demo: there is data already, nothing was changed")
        return
    db.session.remove()
    try:
        build(lambda words: print(f"  demo: {words}", flush=True))
    except DomainError as error:
        raise click.ClickException(f"{error.message % error.values} ({error.field})") from error
    print("demo: ready")


@group.command("reset")
@click.option("--yes", is_flag=True, help="do not ask")
def reset(yes: bool) -> None:
    """Throw all data of this installation away and build the demo world anew."""
    _refuse_in_production()
    if not yes:
        click.confirm("This erases the whole database and every file. Go on?", abort=True)
    empty()
    upgrade()
    seed_catalogue()
    seed_demo()


def empty() -> None:
    """Drop every table and forget files and models."""
    db.session.remove()
    if sa.inspect(db.engine).has_table("alembic_version"):
        downgrade(revision="base")
    for folder in ("files", "models", "mail"):
        shutil.rmtree(Path(current_app.config["VAR"]) / folder, ignore_errors=True)
