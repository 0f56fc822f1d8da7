"""Full text over what was sent: FTS5 on SQLite, tsvector on PostgreSQL, behind one function."""

import re
import uuid
from collections.abc import Iterable

import sqlalchemy as sa

from app.applications.models import Application, ApplicationText
from app.core.db import db, upsert
from app.core.fold import fold


def index(application_id: uuid.UUID, parts: Iterable[str]) -> None:
    """Replace the words kept for an application; only words, so that both databases cut them alike."""
    folded = fold("\n".join(part for part in parts if part))
    body = " ".join(re.findall(r"\w+", folded))[:200_000]
    upsert(ApplicationText, {"application_id": application_id, "body": body}, key=("application_id",))


def words(query: str) -> list[str]:
    """At most eight folded words of a query; anything that is not a letter or digit separates."""
    return re.findall(r"\w+", fold(query))[:8]


def matches(query: str) -> sa.ColumnElement[bool]:
    """A condition on Application.id: every word occurs, as a beginning. A query without a word finds nothing."""
    found = words(query)
    if not found:
        return sa.false()
    if db.session.get_bind().dialect.name == "postgresql":
        terms = " & ".join(f"{word}:*" for word in found)
        condition = sa.text("to_tsvector('simple', application_text.body) @@ to_tsquery('simple', :terms)")
        inner = sa.select(ApplicationText.application_id).where(condition.bindparams(terms=terms))
    else:
        terms = " ".join(f'"{word}"*' for word in found)
        rows = sa.text("SELECT rowid FROM application_fts WHERE application_fts MATCH :terms").bindparams(terms=terms)
        inner = sa.select(ApplicationText.application_id).where(
            ApplicationText.id.in_(rows.columns(sa.column("rowid", sa.Integer)).subquery().select())
        )
    return Application.id.in_(inner)
