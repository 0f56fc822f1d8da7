"""flask catalogue seed: the operator's programmes, sites, form, rubric and reasons."""

from pathlib import Path
from typing import Any

import yaml

from app.cli.commands import Commands
from app.core.db import transaction
from app.decisions.services.import_reasons import import_reasons
from app.programmes.services.import_catalogue import import_catalogue
from app.questionnaires.queries import latest_published
from app.questionnaires.services.publish_version import publish_version
from app.reports.services import take_snapshot
from app.reports.services.watch_drift import set_timer
from app.reviews.queries import latest_rubric
from app.reviews.services.version_rubric import version_rubric

group = Commands("catalogue", help="The operator's programmes, sites and forms.")
APP = Path(__file__).parent.parent


def read(name: str) -> Any:
    return yaml.safe_load((APP / name).read_text(encoding="utf-8"))


def seed_catalogue() -> int:
    """Add what is missing, with the monthly timer, in one transaction; returns how many rows were new."""
    with transaction():
        added = import_catalogue() + import_reasons()
        if latest_published() is None:
            publish_version(read("questionnaires/seed/application_form.yaml"))
        if latest_published("return") is None:
            publish_version(read("outcomes/seed/return_form.yaml"))
        if latest_rubric() is None:
            version_rubric(read("reviews/seed/rubric.yaml"))
        set_timer()
        take_snapshot.set_timer()
    return added


@group.command("seed")
def seed() -> None:
    """Add the catalogue's missing parts; what was edited stays."""
    print(f"catalogue: {seed_catalogue()} new rows")
