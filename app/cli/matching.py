"""flask matching train | promote | card | list: model versions."""

import click
from flask.cli import AppGroup

from app.core.db import transaction
from app.decisions.lessons import lessons
from app.matching import queries, registry
from app.matching.services.promote import promote as promote_version
from app.matching.services.train import train as train_version

group = AppGroup("matching", help="The matcher's model versions.")


def train_first() -> int | None:
    """A first model in service, if there is none; its number."""
    if queries.champion() is not None:
        return None
    version = train_version(lessons=lessons(), note="first training", progress=_tell)
    with transaction():
        promote_version(number=version.number, actor=None, note="first training")
    return version.number


def _tell(step: str, share: float) -> None:
    print(f"  training: {step} {share:.0%}", flush=True)


@group.command("train")
@click.option("--note", default="", help="why")
@click.option("--if-missing", is_flag=True, help="only when no version is in service; put it into service")
def train(note: str, if_missing: bool) -> None:
    """Train a candidate from the published decisions."""
    if if_missing:
        number = train_first()
        print(f"version {number} trained and in service" if number else "a version is in service")
        return
    version = train_version(lessons=lessons(), note=note, progress=_tell)
    print(f"version {version.number} trained; promote it with: flask matching promote {version.number} --note …")


@group.command("promote")
@click.argument("number", type=int)
@click.option("--note", required=True, help="why")
def promote(number: int, note: str) -> None:
    """Put a version into service."""
    with transaction():
        promote_version(number=number, actor=None, note=note)
    print(f"version {number} is in service")


@group.command("list")
def listed() -> None:
    """Versions and their state."""
    for version in queries.versions():
        print(f"v{version.number}  {version.state:9}  {version.created_at:%Y-%m-%d}  {version.note}")
    service = registry.champion()
    if service.problem:
        print(f"problem: {service.problem}")
