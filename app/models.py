"""Imports every models module once, so that each table is registered."""

from app.accounts import models as accounts
from app.applications import models as applications
from app.cohorts import models as cohorts
from app.core import audit, jobs
from app.decisions import models as decisions
from app.events import models as events
from app.files import models as files
from app.mail import models as mail
from app.matching import models as matching
from app.outcomes import models as outcomes
from app.partners import models as partners
from app.programmes import models as programmes
from app.questionnaires import models as questionnaires
from app.reports import models as reports
from app.reviews import models as reviews
from app.startups import models as startups

__all__ = [
    "accounts", "applications", "audit", "cohorts", "decisions", "events", "files", "jobs", "mail", "matching",
    "outcomes", "partners", "programmes", "questionnaires", "reports", "reviews", "startups",
]  # fmt: skip
