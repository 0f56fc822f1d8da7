"""A partner organisation, its programmes, and each startup's agreement to share."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, JsonType, Timestamped
from app.core.i18n import N_
from app.programmes.models import Programme
from app.startups.models import Startup


class Subject(enum.StrEnum):
    """What a startup may share with a partner, one by one."""

    IDENTITY = "identity"
    CONTACT = "contact"
    FIGURES = "figures"
    FUNDING = "funding"


SUBJECTS: dict[Subject, str] = {
    Subject.IDENTITY: N_("Name of the startup and its region"),
    Subject.CONTACT: N_("Name and e-mail address of the owner"),
    Subject.FIGURES: N_("Turnover, jobs and other yearly figures"),
    Subject.FUNDING: N_("Funds raised, loans and grants"),
}


class Partner(Identified, Timestamped, Base):
    """An organisation; its people hold the role `partner` with its id."""

    __tablename__ = "partner"

    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str]
    website: Mapped[str] = mapped_column(sa.String(300), default="")


class PartnerProgramme(Base):
    """A programme that the partner carries: its people see the cohorts of it, and no other."""

    __tablename__ = "partner_programme"

    partner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("programme.id"), primary_key=True, index=True)

    partner: Mapped[Partner] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")


class Sharing(Identified, Timestamped, Base):
    """What a startup agreed to share with a partner, until it takes that back. One agreement in force for each pair."""

    __tablename__ = "sharing"
    __table_args__ = (
        sa.Index(
            "uq_sharing_in_force", "startup_id", "partner_id", unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"), postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )  # fmt: skip

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id", ondelete="CASCADE"))
    partner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("partner.id"), index=True)
    subjects: Mapped[list[str]] = mapped_column(JsonType)
    agreed_at: Mapped[datetime]
    agreed_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    partner: Mapped[Partner] = relationship(lazy="raise_on_sql")
    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
