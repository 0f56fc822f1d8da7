"""Open an indicator to the public, or close it again."""

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import NotAllowed
from app.core.i18n import N_
from app.reports import figures, policy
from app.reports.models import PublicIndicator


def open_indicator(*, key: str, actor: Person) -> PublicIndicator:
    if not policy.can_open_to_public(actor):
        raise NotAllowed
    figures.indicator(key)
    opened = PublicIndicator(indicator=key, opened_by_id=actor.id, opened_at=utcnow())
    with unless_duplicate(N_("This indicator is public already.")):
        db.session.add(opened)
    audit.record("indicator.open", actor=actor, subject=opened)
    return opened


def close_indicator(*, key: str, actor: Person) -> None:
    """Repeating it changes nothing."""
    if not policy.can_open_to_public(actor):
        raise NotAllowed
    found = db.session.get(PublicIndicator, key, with_for_update=True)
    if found is not None:
        audit.record("indicator.close", actor=actor, subject=found)
        db.session.delete(found)
