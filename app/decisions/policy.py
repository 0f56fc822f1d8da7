"""Who decides, publishes, and answers an offer."""

import uuid

from app.accounts.models import Person
from app.accounts.roles import Role
from app.applications.models import Application
from app.applications.states import DECIDABLE, PUBLISHED, Stage
from app.programmes.models import Opening
from app.startups import policy as startups
from app.startups.models import Membership


def is_lead(person: Person, application: Application) -> bool:
    return person.has_for(Role.LEAD, call_id=application.call_id)


def can_give(person: Person, opening: Opening) -> bool:
    """Whether somebody leads this very place: a lead of one site gives no seat at another."""
    return person.covers(Role.LEAD, call_id=opening.call_id, site_id=opening.site_id)


def can_place(person: Person, call_id: uuid.UUID) -> bool:
    """Whether somebody leads a call at every site: a proposal fills the seats of all of them."""
    return person.covers(Role.LEAD, call_id=call_id, site_id=None)


def can_decide(person: Person, application: Application) -> bool:
    return is_lead(person, application) and application.stage in (*DECIDABLE, Stage.DECIDED)


def can_undo(person: Person, application: Application) -> bool:
    return is_lead(person, application) and application.stage is Stage.DECIDED


def can_reopen(person: Person, application: Application) -> bool:
    return is_lead(person, application) and application.stage in PUBLISHED


def can_publish(person: Person, call_id: object) -> bool:
    return any(grant.role is Role.LEAD and grant.call_id in (None, call_id) for grant in person.grants)


def can_promote(person: Person, application: Application) -> bool:
    return is_lead(person, application) and application.stage is Stage.WAITLISTED


def can_answer_offer(membership: Membership | None) -> bool:
    """Only the owner of the startup confirms or declines."""
    return startups.can_send(membership)
