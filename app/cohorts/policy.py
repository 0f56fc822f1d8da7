"""Who reads and who runs editions, places and passes at a site. The startups themselves have their own clause."""

import uuid

from app.accounts.models import Person
from app.accounts.roles import TEAM


def site_ids(person: Person) -> frozenset[uuid.UUID] | None:
    """The sites whose pages somebody of the team reads; None: every site. Those of one call only read none: the pages
    name everybody who stays at a site or waits for a place there."""
    grants = [grant for grant in person.grants if grant.role in TEAM and grant.call_id is None]
    if any(grant.site_id is None for grant in grants):
        return None
    return frozenset(grant.site_id for grant in grants if grant.site_id)


def can_read_site(person: Person, site_id: uuid.UUID) -> bool:
    allowed = site_ids(person)
    return allowed is None or site_id in allowed


def can_run_site(person: Person, site_id: uuid.UUID) -> bool:
    """Editions, places and passes: the team of every site, or of this one; not those of one call only."""
    return any(
        grant.role in TEAM and grant.call_id is None and grant.site_id in (None, site_id) for grant in person.grants
    )


def can_run_any(person: Person) -> bool:
    """Whether there is a site that somebody may run."""
    return any(grant.role in TEAM and grant.call_id is None for grant in person.grants)
