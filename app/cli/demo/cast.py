"""Who plays in the demo world."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.accounts.models import Person

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Cast:
    reviewers: list[Person]
    staff: list[Person]
    lead: Person
    admin: Person
    director: Person
    expertise: dict[uuid.UUID, tuple[str, ...]]
    comments: list[dict[str, str]]
    feedback: list[str]
    outcomes: list[dict[str, Any]]
    password: str
