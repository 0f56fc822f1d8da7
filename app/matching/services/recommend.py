"""Which openings fit an application, and why: live for a draft, stored once it was sent."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.applications import queries as applications
from app.core.clock import today, utcnow
from app.core.db import db
from app.matching import adapter, lots, queries, registry, scores
from app.matching.adapter import Supply, SupplyOf
from app.matching.models import Recommendation
from app.programmes import queries as programmes
from app.programmes.models import Opening
from ml.contracts import Match
from ml.scoring import DIGITS

NOTHING: Mapping[uuid.UUID, Supply] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ranked:
    """Matches best first; `model_number` is None when the written rules alone were used.

    `exploration` is the share of files whose near-ties the version in service puts in order by lot.
    """

    matches: Sequence[Match]
    model_number: int | None
    exploration: float = 0.0


def rank(
    application_id: uuid.UUID,
    language: str,
    answers: Mapping[str, Any],
    openings: Sequence[Opening],
    supply: Mapping[uuid.UUID, Supply] = NOTHING,
) -> Ranked:
    """Rank the openings of a call for these answers. Never fails for want of a model."""
    day = today()
    profile = adapter.to_startup(application_id, language, answers, day)
    candidates = [adapter.to_opening(opening, day, supply.get(opening.id)) for opening in openings]
    service = registry.champion()
    if service.bundle is None:
        from ml.models.baseline import rank_by_rules

        return Ranked(rank_by_rules(profile, candidates), None)
    from ml import predict

    share = service.bundle.settings.exploration
    return Ranked(predict.rank(service.bundle, profile, candidates), service.number, share)


def store_recommendation(*, application_id: uuid.UUID, supply: SupplyOf = adapter.unknown) -> Recommendation | None:
    """Compute and keep the card of a sent application, once: later models never rewrite it."""
    application = applications.get_for_update(application_id)
    if application.submitted_at is None:
        return None
    existing = queries.of_application(application.id)
    if existing is not None:
        return existing
    snapshot = applications.snapshot(application.id)
    answers = json.loads(snapshot.content)["answers"]
    openings = programmes.openings(application.call_id)
    ranked = rank(application.id, application.language, answers, openings, supply(application.call_id))
    seed = f"version {ranked.model_number}"
    shown, lottery = lots.drawn(application.id, ranked.matches, share=ranked.exploration, seed=seed)
    best = shown[0] if shown else None
    recommendation = Recommendation(
        id=uuid.uuid4(),
        application_id=application.id,
        model_number=ranked.model_number,
        computed_at=utcnow(),
        snapshot_sha256=snapshot.sha256,
        best_opening_id=uuid.UUID(best.opening) if best else None,
        best_fit=best.fit if best else None,
        items=adapter.to_items(shown),
        lottery=lottery,
    )
    db.session.add(recommendation)
    db.session.flush()
    if ranked.model_number is not None:  # scores keep the order of the fits, whatever was drawn
        fits = {match.opening: (match.fit, round(match.probability, DIGITS)) for match in ranked.matches}
        scores.write(ranked.model_number, [application.id], [fits])
    return recommendation
