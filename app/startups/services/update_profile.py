"""Keep the startup's own facts in step with what was last sent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.startups.models import Startup

FIELDS = {
    "startup_name": "name", "ice": "ice", "website": "website", "phone": "phone", "home_region": "region_code",
    "home_city": "city",
}  # fmt: skip


def update_profile(*, startup: Startup, answers: Mapping[str, Any], actor: Person) -> None:
    """Copy the identity answers of a form to the startup; empty answers change nothing."""
    changed = {}
    for key, column in FIELDS.items():
        value = answers.get(key)
        if value and getattr(startup, column) != value:
            setattr(startup, column, value)
            changed[column] = True
    if answers.get("founding_date"):
        startup.founded_on = date.fromisoformat(answers["founding_date"])
    rc = answers.get("rc") or {}
    if rc.get("number"):
        startup.rc_number, startup.rc_court = rc["number"], rc.get("court")
    if changed:
        audit.record("startup.update", actor=actor, subject=startup, details={"fields": sorted(changed)})
