"""An event, its registrations, and what came of it for a startup."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import utcnow
from app.core.db import Base, Identified, Timestamped, one_of, text_enum
from app.events.states import EventKind, EventState, RegistrationState, ResultKind
from app.outcomes.models import Funding
from app.partners.models import Partner
from app.programmes.models import Programme, Site
from app.startups.models import Startup


class Revised:
    """A row that a calendar holds a copy of: which revision it is, and since when."""

    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)

    def revise(self) -> None:
        """Note a change: calendars replace what they hold only by a higher revision."""
        self.sequence += 1
        self.changed_at = utcnow()


class Event(Identified, Timestamped, Revised, Base):
    """Texts are {fr, ar, en} mappings. `places_taken` counts registrations that are not waiting, within `capacity`."""

    __tablename__ = "event"
    __table_args__ = (
        one_of("kind", EventKind),
        one_of("state", EventState),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint(
            "places_taken >= 0 AND (capacity IS NULL OR places_taken <= capacity)", name="places_within"
        ),
        sa.Index("ix_event_day", "starts_at", "id"),
    )

    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]]
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    place: Mapped[str] = mapped_column(default="")
    site_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("site.id"))
    partner_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("partner.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("programme.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int | None]
    places_taken: Mapped[int] = mapped_column(default=0)
    state: Mapped[EventState] = mapped_column(text_enum(EventState), default=EventState.DRAFT)
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))

    site: Mapped[Site | None] = relationship(lazy="raise_on_sql")
    partner: Mapped[Partner | None] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme | None] = relationship(lazy="raise_on_sql")


class Registration(Identified, Timestamped, Revised, Base):
    """One person at an event, perhaps for a startup.

    `code` opens the person's own page and stands in the QR code; a certificate carries the id, which opens nothing.
    Who was added at the door without an address has their code in the place of one.
    """

    __tablename__ = "registration"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "email"),
        sa.UniqueConstraint("code"),
        one_of("state", RegistrationState),
        sa.CheckConstraint("attended_at IS NULL OR state = 'registered'", name="attended_means_registered"),
        sa.CheckConstraint("attended_by IN ('', 'list', 'qr')", name="attended_by_known"),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating_one_to_five"),
        sa.Index("ix_registration_list", "event_id", "state", "created_at", "id"),
    )

    event_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("event.id", ondelete="CASCADE"))
    startup_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    full_name: Mapped[str]
    email: Mapped[str] = mapped_column(sa.String(320))
    language: Mapped[str] = mapped_column(sa.String(2), default="fr")
    state: Mapped[RegistrationState] = mapped_column(text_enum(RegistrationState))
    code: Mapped[str] = mapped_column(sa.String(40))
    attended_at: Mapped[datetime | None]
    attended_by: Mapped[str] = mapped_column(sa.String(10), default="")
    rating: Mapped[int | None]
    feedback: Mapped[str] = mapped_column(sa.Text, default="")

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    startup: Mapped[Startup | None] = relationship(lazy="raise_on_sql")

    @property
    def address(self) -> str:
        return self.email if "@" in self.email else ""


class EventResult(Identified, Timestamped, Base):
    """What came of an event for a startup, noted later: a meeting, an offer, a round."""

    __tablename__ = "event_result"
    __table_args__ = (
        one_of("kind", ResultKind),
        sa.CheckConstraint("kind <> 'round' OR funding_id IS NOT NULL", name="round_means_funding"),
    )

    event_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("event.id", ondelete="CASCADE"), index=True)
    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    kind: Mapped[ResultKind] = mapped_column(text_enum(ResultKind))
    funding_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("funding.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    noted_on: Mapped[date]
    noted_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
    funding: Mapped[Funding | None] = relationship(lazy="raise_on_sql")
