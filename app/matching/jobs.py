"""Recommendations after sending, and scores after a promotion."""

import uuid

from app.core import jobs
from app.matching.services.recommend import store_recommendation
from app.matching.services.score import score_run


@jobs.handles("recommendation.compute")
def compute(application_id: str) -> None:
    store_recommendation(application_id=uuid.UUID(application_id))


@jobs.handles("matching.score", own_transactions=True)
def score(run_id: str) -> None:
    score_run(run_id=uuid.UUID(run_id), progress=jobs.progress)
