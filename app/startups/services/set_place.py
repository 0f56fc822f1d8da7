"""Note where a startup works: the team mends what is missing after the yes."""

import uuid

from app.accounts.models import Person
from app.accounts.roles import TEAM
from app.core import audit
from app.core.db import db
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.core.fold import visible_text
from app.core.i18n import N_
from app.programmes.models import Region
from app.startups.models import Startup


def set_place(*, startup_id: uuid.UUID, region_code: str, city: str, actor: Person) -> Startup:
    """The caller has checked that the person may follow this startup up."""
    if not actor.has(*TEAM):
        raise NotAllowed
    startup = db.session.get(Startup, startup_id, with_for_update=True, populate_existing=True)
    if startup is None:
        raise NotFound
    if db.session.get(Region, region_code) is None:
        raise InvalidInput(N_("Choose a region."), field="region")
    name = visible_text(city)[:120]
    if not name:
        raise InvalidInput(N_("Write the name of the city."), field="city")
    before = {"region": startup.region_code, "city": startup.city}
    startup.region_code, startup.city = region_code, name
    audit.record(
        "startup.place", actor=actor, subject=startup, before=before, after={"region": region_code, "city": name}
    )
    return startup
