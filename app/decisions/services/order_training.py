"""Ask for a new model version: a job trains it, a person promotes it."""

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.errors import NotAllowed
from app.matching import policy


def order_training(*, actor: Person, note: str) -> None:
    if not policy.can_manage_models(actor):
        raise NotAllowed
    job = jobs.enqueue("model.train", actor_id=str(actor.id), note=note.strip()[:500])
    audit.record("model.order", actor=actor, subject=job)
