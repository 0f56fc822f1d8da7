"""Create or change a partner organisation and the programmes it carries."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed
from app.core.fold import visible_text
from app.core.i18n import N_
from app.partners import policy, queries
from app.partners.models import Partner, PartnerProgramme
from app.programmes.models import Programme


def create_partner(*, actor: Person, key: str, name: str, website: str = "", programmes: Sequence[str] = ()) -> Partner:
    """Raises Conflict when the key is taken. `programmes` are keys of the catalogue."""
    if not policy.can_manage_partners(actor):
        raise NotAllowed
    partner = Partner(id=uuid.uuid4(), key=key, name=_name(name), website=website)
    with unless_duplicate(N_("This key is already used by another partner."), field="key"):
        db.session.add(partner)
    _carry(partner, programmes)
    after = {"key": key, "name": partner.name, "programmes": sorted(programmes)}
    audit.record("partner.create", actor=actor, subject=partner, after=after)
    return partner


def edit_partner(*, actor: Person, key: str, name: str, website: str = "", programmes: Sequence[str] = ()) -> Partner:
    """A programme that is taken away is no longer seen; what startups agreed to stays written down."""
    if not policy.can_manage_partners(actor):
        raise NotAllowed
    partner = queries.partner(key, lock=True)
    before = {"name": partner.name, "website": partner.website, "programmes": _carried(partner.id)}
    partner.name, partner.website = _name(name), website
    _carry(partner, programmes)
    after = {"name": partner.name, "website": partner.website, "programmes": sorted(programmes)}
    if after != before:
        audit.record("partner.edit", actor=actor, subject=partner, before=before, after=after)
    return partner


def _name(text: str) -> str:
    name = visible_text(text)
    if not name:
        raise InvalidInput(N_("Write the name of the organisation."), field="name")
    return name


def _carried(partner_id: uuid.UUID) -> list[str]:
    return sorted(programme.key for programme in queries.programmes_of([partner_id])[partner_id])


def _carry(partner: Partner, keys: Sequence[str]) -> None:
    wanted = set(db.session.scalars(sa.select(Programme.id).where(Programme.key.in_(keys))))
    rows = db.session.scalars(sa.select(PartnerProgramme).where(PartnerProgramme.partner_id == partner.id))
    known = {row.programme_id: row for row in rows}
    for programme_id in known.keys() - wanted:
        db.session.delete(known[programme_id])
    for programme_id in wanted - known.keys():
        db.session.add(PartnerProgramme(partner_id=partner.id, programme_id=programme_id))
    db.session.flush()
