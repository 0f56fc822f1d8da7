"""One frozen figure by its id."""

import uuid

from app.core.db import db
from app.core.errors import NotFound
from app.reports.models import FrozenFigure


def whole(figure_id: uuid.UUID) -> FrozenFigure:
    """The figure of the whole, in force or not; its parts have no page of their own."""
    found = db.session.get(FrozenFigure, figure_id)
    if found is None or found.scope != "all":
        raise NotFound
    return found
