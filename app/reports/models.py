"""Frozen figures, yearly reviews, what is public, links for the board, and the dashboard's daily snapshots."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.reports.states import Origin, ReviewState


class FrozenFigure(Identified, Timestamped, Base):
    """The value of an indicator for a period and a scope, as it was when somebody froze it. Never updated but to say
    by which restatement it was replaced, or why it was withdrawn without one.

    `value` (over `base` for a share; None when nobody answered) in the indicator's unit; `qualifier` is “more_than”
    for a published “more than”. `group_size` is how many startups stand behind it,
    `asked` how many could have answered; `rows_sha256` the hash of the
    rows it was counted from. `shown` says whether it may be read outside the
    team beside the others. `scope` is “all”, or “site:…”, “programme:…”, “region:…” with a key.
    """

    __tablename__ = "frozen_figure"
    __table_args__ = (
        one_of("origin", Origin),
        sa.UniqueConstraint("replaces_id"),
        sa.Index(
            "uq_frozen_figure_in_force", "indicator", "version", "scope", "starts_on", "ends_on", "origin",
            unique=True, sqlite_where=sa.text("replaced_at IS NULL"), postgresql_where=sa.text("replaced_at IS NULL"),
        ),
        sa.CheckConstraint("replaces_id IS NULL OR reason <> ''", name="restated_means_reason"),
        sa.CheckConstraint("origin <> 'published' OR source <> ''", name="published_means_source"),
        sa.CheckConstraint("origin <> 'computed' OR rows_sha256 <> ''", name="computed_means_hash"),
        sa.CheckConstraint("withdrawn_reason = '' OR replaced_at IS NOT NULL", name="withdrawn_means_replaced"),
        sa.CheckConstraint("qualifier IN ('', 'more_than', 'about', 'up_to')", name="qualifier_known"),
    )  # fmt: skip

    indicator: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int]
    scope: Mapped[str] = mapped_column(sa.String(80), default="all")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    origin: Mapped[Origin] = mapped_column(text_enum(Origin))
    value: Mapped[int | None] = mapped_column(sa.BigInteger)
    base: Mapped[int | None] = mapped_column(sa.BigInteger)
    qualifier: Mapped[str] = mapped_column(sa.String(20), default="")
    group_size: Mapped[int | None]
    asked: Mapped[int | None]
    shown: Mapped[bool] = mapped_column(default=True)
    rows_count: Mapped[int] = mapped_column(default=0)
    rows_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    frozen_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("frozen_figure.id"))
    replaced_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(sa.Text, default="")


class AnnualReview(Identified, Timestamped, Base):
    """The document of one year. `texts` = {section: {fr, ar, en}}; `content` is what was frozen, under its hash."""

    __tablename__ = "annual_review"
    __table_args__ = (
        one_of("state", ReviewState),
        sa.CheckConstraint("state <> 'frozen' OR (frozen_at IS NOT NULL AND sha256 <> '')", name="frozen_means_hash"),
    )

    year: Mapped[int] = mapped_column(unique=True)
    state: Mapped[ReviewState] = mapped_column(text_enum(ReviewState), default=ReviewState.DRAFT)
    texts: Mapped[dict[str, Any]]
    row_version: Mapped[int] = mapped_column(default=1)
    content: Mapped[str] = mapped_column(sa.Text, default="")
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    frozen_at: Mapped[datetime | None]
    frozen_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))


class ReviewApproval(Base):
    """One person agrees to a review as it stands, by the hash of its content; a change takes all of them away."""

    __tablename__ = "review_approval"

    review_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("annual_review.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    approved_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(sa.String(64))


class PublicIndicator(Base):
    """An indicator that the director opened to the public."""

    __tablename__ = "public_indicator"

    indicator: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    opened_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    opened_at: Mapped[datetime]


class BoardLink(Identified, Timestamped, Base):
    """A signed, read-only way in for board members, until a date or until it is revoked."""

    __tablename__ = "board_link"
    __table_args__ = (
        sa.CheckConstraint("revoked_at IS NULL OR revoked_by_id IS NOT NULL", name="revoked_means_signed"),
    )

    label: Mapped[str]
    expires_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))


class BoardVisit(Identified, Base):
    """Which page was read through a link, and when."""

    __tablename__ = "board_visit"
    __table_args__ = (sa.Index("ix_board_visit_link", "link_id", "at"),)

    link_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("board_link.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    page: Mapped[str] = mapped_column(sa.String(120))


class DashboardSnapshot(Base):
    """Everything the dashboard shows for one filter, counted at `taken_at`: numbers and keys, no words."""

    __tablename__ = "dashboard_snapshot"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    taken_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(JsonType)
