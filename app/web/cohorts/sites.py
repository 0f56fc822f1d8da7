"""The sites and editions whose pages the reader may open."""

import uuid

from app.accounts.models import Person
from app.cohorts import policy
from app.cohorts import queries as cohorts
from app.cohorts.models import Edition
from app.core.errors import NotFound
from app.programmes import queries
from app.programmes.models import Site
from app.programmes.states import SiteState


def readable(person: Person) -> list[Site]:
    """Those that are or were open first; a planned one has nobody yet."""
    found = [site for site in queries.sites() if policy.can_read_site(person, site.id)]
    opened = [site for site in found if site.status is not SiteState.PLANNED]
    return opened or found


def site_of(person: Person, sites: list[Site], key: str | None) -> Site:
    """The site with this key, or the first one. NotFound outside the rights and for an unknown key."""
    if key is None and sites:
        return sites[0]
    site = queries.site(key or "")
    if not policy.can_read_site(person, site.id):
        raise NotFound
    return site


def edition_of(person: Person, edition_id: uuid.UUID) -> Edition:
    """NotFound for an edition at a site that the reader has nothing to do with."""
    found = cohorts.edition(edition_id)
    if not policy.can_read_site(person, found.site_id):
        raise NotFound
    return found
