"""Create or change a programme of the catalogue."""

import uuid
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import NotAllowed
from app.core.i18n import N_
from app.programmes import policy, queries
from app.programmes.models import Programme

FIELDS = (
    "name", "tagline", "description", "audience", "sectors", "stages", "offers", "company",
    "international", "remote", "duration_months", "partners", "published", "position",
    "residence_months", "startup_terms_months",
)  # fmt: skip


def create_programme(*, actor: Person, key: str, values: dict[str, Any]) -> Programme:
    """Raises Conflict when the key is taken."""
    if not policy.can_edit_catalogue(actor):
        raise NotAllowed
    programme = Programme(id=uuid.uuid4(), key=key, **{name: values[name] for name in FIELDS if name in values})
    with unless_duplicate(N_("This key is already used by another programme."), field="key"):
        db.session.add(programme)
    audit.record("programme.create", actor=actor, subject=programme, after={"key": key})
    return programme


def edit_programme(*, actor: Person, key: str, values: dict[str, Any]) -> Programme:
    """Change the given fields; the trace keeps what was before and after."""
    if not policy.can_edit_catalogue(actor):
        raise NotAllowed
    programme = queries.programme(key)
    before = {name: getattr(programme, name) for name in FIELDS if name in values}
    after = {name: values[name] for name in before if values[name] != before[name]}
    for name, value in after.items():
        setattr(programme, name, value)
    if after:
        audit.record(
            "programme.edit", actor=actor, subject=programme, before={n: before[n] for n in after}, after=after
        )
    return programme
