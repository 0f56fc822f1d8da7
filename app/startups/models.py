"""Startups and their members."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Identified, Timestamped, one_of, text_enum


class MemberRole(enum.StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Startup(Identified, Timestamped, Base):
    """An idea or a company. Everything but the name may be empty at idea stage."""

    __tablename__ = "startup"

    name: Mapped[str]
    ice: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    rc_number: Mapped[str | None] = mapped_column(sa.String(40))
    rc_court: Mapped[str | None] = mapped_column(sa.String(80))
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    website: Mapped[str | None] = mapped_column(sa.String(300))
    founded_on: Mapped[date | None]
    region_code: Mapped[str | None] = mapped_column(sa.ForeignKey("region.code"))
    city: Mapped[str | None] = mapped_column(sa.String(120))


class Membership(Identified, Timestamped, Base):
    """A person in a startup, with a role; only the owner sends an application."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("startup_id", "person_id"), one_of("role", MemberRole))

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(text_enum(MemberRole))

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


OPEN = "accepted_at IS NULL AND revoked_at IS NULL"


class MemberInvitation(Identified, Timestamped, Base):
    """A link that lets the owner of one address join; only its hash is kept. One waits per startup and address."""

    __tablename__ = "member_invitation"
    __table_args__ = (
        one_of("role", MemberRole),
        sa.Index(
            "uq_member_invitation_open",
            "startup_id",
            "email",
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        ),
    )

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(sa.String(320))
    role: Mapped[MemberRole] = mapped_column(text_enum(MemberRole))
    invited_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
