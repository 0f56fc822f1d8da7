"""Imports every models module once, so that each table is registered."""

from app.accounts import models as accounts
from app.applications import models as applications
from app.core import audit, jobs
from app.decisions import models as decisions
from app.files import models as files
from app.mail import models as mail
from app.matching import models as matching
from app.outcomes import models as outcomes
from app.programmes import models as programmes
from app.questionnaires import models as questionnaires
from app.reviews import models as reviews
from app.startups import models as startups

__all__ = [
    "accounts", "applications", "audit", "decisions", "files", "jobs", "mail", "matching",
    "outcomes", "programmes", "questionnaires", "reviews", "startups",
]  # fmt: skip
