"""What people say of their cards: one's own, and the list of the team within its rights."""

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.applications.models import Application
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, keyset, page_of
from app.matching.models import Feedback, Recommendation
from app.programmes.models import Opening, Programme, Site
from app.reviews.scope import team_scope
from app.startups.models import Startup

LONGEST = 1000
"""Characters of a remark, and of the answer to it."""
SIZE = 25


def of_person(application_id: uuid.UUID, person_id: uuid.UUID, *, lock: bool = False) -> Feedback | None:
    """What one person says of the card of one application."""
    statement = sa.select(Feedback).where(Feedback.application_id == application_id, Feedback.person_id == person_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def for_update(feedback_id: uuid.UUID) -> Feedback:
    found = db.session.get(Feedback, feedback_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def page(person: Person, *, handled: bool, cursor: str | None = None, size: int = SIZE) -> Page[Any]:
    """Remarks about the files a person may read: those that wait with the oldest first, answered ones the newest."""
    advised, advised_programme, advised_site = aliased(Opening), aliased(Programme), aliased(Site)
    statement = (
        sa.select(
            Feedback.id, Feedback.created_at, Feedback.text, Feedback.agreed, Feedback.answer, Feedback.handled_at,
            Feedback.application_id, Application.reference, Startup.name.label("startup"),
            Programme.name.label("programme"), Site.name.label("site"),
            Recommendation.best_fit.label("fit"), Recommendation.model_number,
            advised_programme.name.label("advised_programme"), advised_site.name.label("advised_site"),
        )
        .join(Application, Application.id == Feedback.application_id)
        .join(Startup, Startup.id == Application.startup_id)
        .outerjoin(Opening, Opening.id == Feedback.opening_id)
        .outerjoin(Programme, Programme.id == Opening.programme_id)
        .outerjoin(Site, Site.id == Opening.site_id)
        .outerjoin(Recommendation, Recommendation.application_id == Application.id)
        .outerjoin(advised, advised.id == Recommendation.best_opening_id)
        .outerjoin(advised_programme, advised_programme.id == advised.programme_id)
        .outerjoin(advised_site, advised_site.id == advised.site_id)
        .where(Feedback.handled_at.is_not(None) if handled else Feedback.handled_at.is_(None), team_scope(person))
    )  # fmt: skip
    columns = [(Feedback.created_at, handled), (Feedback.id, handled)]
    found, back = keyset(statement, columns, cursor, size)
    rows = db.session.execute(found).all()
    return page_of(rows, [(row.created_at, row.id) for row in rows], size=size, back=back, cursor=cursor)
