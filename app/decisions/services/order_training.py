"""Ask for a new model version: a job trains it, two people put it into service."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.matching import policy, queries


def order_training(*, actor: Person, note: str, settings: Mapping[str, Any] | None = None) -> None:
    """`settings` are those of the version in service unless others are given."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    if queries.training_jobs():
        raise Conflict(N_("A training already waits or runs. Wait for it, or stop it first."))
    kept = dict(settings) if settings is not None else None
    job = jobs.enqueue(queries.TRAINING, actor_id=str(actor.id), note=note.strip()[:500], settings=kept)
    audit.record("model.order", actor=actor, subject=job)
