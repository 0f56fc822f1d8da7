"""Create or change a site."""

import uuid
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import NotAllowed
from app.core.i18n import N_
from app.programmes import policy, queries
from app.programmes.models import Site

FIELDS = (
    "name", "description", "region_code", "latitude", "longitude", "status", "opened_on", "area", "facilities",
    "vocation", "workplaces",
)  # fmt: skip


def create_site(*, actor: Person, key: str, values: dict[str, Any]) -> Site:
    """Raises Conflict when the key is taken."""
    if not policy.can_edit_catalogue(actor):
        raise NotAllowed
    site = Site(id=uuid.uuid4(), key=key, **{name: values[name] for name in FIELDS if name in values})
    with unless_duplicate(N_("This key is already used by another site."), field="key"):
        db.session.add(site)
    audit.record("site.create", actor=actor, subject=site, after={"key": key})
    return site


def edit_site(*, actor: Person, key: str, values: dict[str, Any]) -> Site:
    if not policy.can_edit_catalogue(actor):
        raise NotAllowed
    site = queries.site(key)
    before = {name: getattr(site, name) for name in FIELDS if name in values}
    after = {name: values[name] for name in before if values[name] != before[name]}
    for name, value in after.items():
        setattr(site, name, value)
    if after:
        audit.record("site.edit", actor=actor, subject=site, before={n: before[n] for n in after}, after=after)
    return site
