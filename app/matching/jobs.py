"""Recommendations after sending."""

import uuid

from app.core import jobs
from app.matching.services.recommend import store_recommendation


@jobs.handles("recommendation.compute")
def compute(application_id: str) -> None:
    store_recommendation(application_id=uuid.UUID(application_id))
