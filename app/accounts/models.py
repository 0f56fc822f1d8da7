"""People, what they may do, and the links that let them in."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_security.core import UserMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.roles import Role
from app.core.db import Base, Identified, Timestamped, one_of, text_enum


class RoleGrant(Identified, Timestamped, Base):
    """A role of a person: everywhere, or for one call, one site or one partner organisation only."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", Role),
        sa.Index("uq_role_grant_whole", "person_id", "role", "call_id", "site_id", "partner_id", unique=True),
        sa.CheckConstraint("(role = 'partner') = (partner_id IS NOT NULL)", name="partner_means_organisation"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    call_id: Mapped[uuid.UUID | None]
    site_id: Mapped[uuid.UUID | None]
    partner_id: Mapped[uuid.UUID | None]

    @property
    def name(self) -> str:
        """What the sign-in library calls a role."""
        return self.role.value

    def get_permissions(self) -> set[str]:
        """The sign-in library asks for finer permissions; there are none."""
        return set()


class Person(Identified, Timestamped, UserMixin, Base):  # type: ignore[misc]
    """Somebody with an account. Not a startup, not an application."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    full_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="fr")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True, default=lambda: uuid.uuid4().hex)
    confirmed_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(64))
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int | None] = mapped_column(sa.BigInteger)
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(sa.JSON(none_as_null=True)))

    grants: Mapped[list[RoleGrant]] = relationship(lazy="joined", order_by=RoleGrant.role, cascade="all, delete-orphan")

    @property  # type: ignore[override]
    def roles(self) -> list[RoleGrant]:
        """The grants, under the name the sign-in library uses."""
        return self.grants

    @roles.setter
    def roles(self, grants: list[RoleGrant]) -> None:
        self.grants = list(grants)

    def has(self, *wanted: Role) -> bool:
        """Whether the person holds one of these roles, anywhere."""
        return any(grant.role in wanted for grant in self.grants)

    def has_everywhere(self, *wanted: Role) -> bool:
        """Whether the person holds one of these roles without limit to a call or a site."""
        return any(g.role in wanted and g.call_id is None and g.site_id is None for g in self.grants)

    def covers(self, *wanted: Role, call_id: uuid.UUID | None, site_id: uuid.UUID | None) -> bool:
        """Whether the person holds one of these roles for what lies in this call and at this site."""
        return any(
            grant.role in wanted and grant.call_id in (None, call_id) and grant.site_id in (None, site_id)
            for grant in self.grants
        )

    def has_for(self, *wanted: Role, call_id: uuid.UUID | None = None) -> bool:
        """Whether the person holds one of these roles everywhere, or for this call.

        A grant limited to a site counts here; lists are narrowed to the site by the query.
        """
        return any(grant.role in wanted and grant.call_id in (None, call_id) for grant in self.grants)


class BrowserSession(Timestamped, Base):
    """A browser somebody is signed in on; its cookie carries the secret, only the hash is kept.

    Without the row the cookie opens nothing, wherever it was copied to.
    """

    __tablename__ = "browser_session"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Invitation(Identified, Timestamped, Base):
    """A link that lets somebody join the team; only its hash is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("role", Role),
        sa.CheckConstraint("(role = 'partner') = (partner_id IS NOT NULL)", name="partner_means_organisation"),
    )

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(320))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    call_id: Mapped[uuid.UUID | None]
    site_id: Mapped[uuid.UUID | None]
    partner_id: Mapped[uuid.UUID | None]
    invited_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
