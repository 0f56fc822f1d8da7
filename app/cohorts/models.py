"""Editions, participations, residences, passes, and the waiting list for hosting."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cohorts.states import HostingState, ParticipationState, PassKind, RentClass, ResidenceKind
from app.core.db import Base, Identified, Timestamped, one_of, text_enum
from app.programmes.models import Programme, Site
from app.startups.models import Startup


class Edition(Identified, Timestamped, Base):
    """A programme at a site between two dates: its participations are the cohort."""

    __tablename__ = "edition"
    __table_args__ = (
        sa.UniqueConstraint("programme_id", "site_id", "starts_on"),
        sa.CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
    )

    programme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("programme.id"))
    site_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("site.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    name: Mapped[str] = mapped_column(default="")

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class Participation(Identified, Timestamped, Base):
    """A startup in an edition. `application_id` is the file that led there; none for those of before Wijha."""

    __tablename__ = "participation"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "startup_id"),
        sa.UniqueConstraint("application_id"),
        one_of("state", ParticipationState),
        sa.CheckConstraint("state = 'active' OR ended_on IS NOT NULL", name="ended_means_dated"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= starts_on", name="ends_after_it_starts"),
        sa.CheckConstraint("state <> 'left' OR reason <> ''", name="left_means_reason"),
    )

    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("edition.id"))
    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    application_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("application.id"))
    state: Mapped[ParticipationState] = mapped_column(text_enum(ParticipationState), default=ParticipationState.ACTIVE)
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")
    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")


class Residence(Identified, Timestamped, Base):
    """A place of a startup at a site: an office or seats, from a day to a day (none while open-ended).

    `seats` are workplaces, also in an office. The last day of startup terms and the longest end follow from the
    programme's rules; the two job ids are the timers that announce them.
    """

    __tablename__ = "residence"
    __table_args__ = (
        one_of("kind", ResidenceKind),
        one_of("rent_class", RentClass),
        sa.CheckConstraint("seats > 0", name="seats_positive"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        sa.Index("ix_residence_site", "site_id", "starts_on"),
    )

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    site_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("site.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("programme.id"))
    kind: Mapped[ResidenceKind] = mapped_column(text_enum(ResidenceKind))
    seats: Mapped[int]
    room: Mapped[str] = mapped_column(sa.String(60), default="")
    rent_class: Mapped[RentClass] = mapped_column(text_enum(RentClass))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    startup_terms_until: Mapped[date | None]
    longest_until: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(sa.Text, default="")
    end_timer_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("job.id"))
    terms_timer_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("job.id"))

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
    site: Mapped[Site] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme | None] = relationship(lazy="raise_on_sql")


class Pass(Identified, Timestamped, Base):
    """A digital nomad's place at a site, by the day or by the month. The holder is a person, not a startup."""

    __tablename__ = "pass"
    __table_args__ = (
        one_of("kind", PassKind),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        sa.Index("ix_pass_site", "site_id", "starts_on"),
    )

    site_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("site.id"))
    kind: Mapped[PassKind] = mapped_column(text_enum(PassKind))
    holder_name: Mapped[str]
    holder_email: Mapped[str] = mapped_column(sa.String(320), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cancelled_at: Mapped[datetime | None]

    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class HostingRequest(Identified, Timestamped, Base):
    """A startup that waits for a place at a site: in order, with the day it asked and the day it stopped waiting."""

    __tablename__ = "hosting_request"
    __table_args__ = (
        one_of("state", HostingState),
        sa.CheckConstraint("seats > 0", name="seats_positive"),
        sa.CheckConstraint("state = 'waiting' OR ended_on IS NOT NULL", name="ended_means_dated"),
        sa.Index(
            "uq_hosting_request_waiting", "startup_id", "site_id", unique=True,
            sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index("ix_hosting_request_order", "site_id", "state", "position"),
    )  # fmt: skip

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    site_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("site.id"))
    seats: Mapped[int]
    position: Mapped[int]
    asked_on: Mapped[date]
    ended_on: Mapped[date | None]
    state: Mapped[HostingState] = mapped_column(text_enum(HostingState), default=HostingState.WAITING)
    residence_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("residence.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
    site: Mapped[Site] = relationship(lazy="raise_on_sql")
