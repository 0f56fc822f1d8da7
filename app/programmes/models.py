"""The operator's catalogue and its calls. Texts are {fr, ar, en} mappings."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.programmes.states import CallState, SiteState


class Region(Base):
    """One of the 12 regions, by ISO 3166-2 code."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    name: Mapped[dict[str, str]]
    capital: Mapped[dict[str, str]]
    latitude: Mapped[float]
    longitude: Mapped[float]


class Site(Identified, Base):
    """A technopark in a city: planned, open or paused.

    `facilities` are the needs its walls and ground serve (office, lab, field_trials), `vocation` the sectors it is
    known for; both empty where nothing is published. `opened_on` is a year, a month or a day, past or planned.
    `workplaces` is how many people can work there; unknown until the operator says so. `city` is the key of the city
    where it shares one with another site; its own key otherwise.
    """

    __tablename__ = "site"
    __table_args__ = (one_of("status", SiteState),)

    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]]
    region_code: Mapped[str] = mapped_column(sa.ForeignKey("region.code"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    status: Mapped[SiteState] = mapped_column(text_enum(SiteState))
    opened_on: Mapped[str | None] = mapped_column(sa.String(20))
    area: Mapped[str | None] = mapped_column(sa.String(40))
    workplaces: Mapped[int | None]
    city: Mapped[str | None] = mapped_column(sa.String(60))
    facilities: Mapped[list[str]] = mapped_column(JsonType, default=list)
    vocation: Mapped[list[str]] = mapped_column(JsonType, default=list)
    source: Mapped[str] = mapped_column(sa.Text, default="")

    region: Mapped[Region] = relationship(lazy="raise_on_sql")


class Programme(Identified, Base):
    """What a startup can apply to. The lists hold machine words of the form's options.

    `residence_months` is the longest stay at a site, `startup_terms_months` how long startup terms hold; None: no rule.
    """

    __tablename__ = "programme"
    __table_args__ = (sa.CheckConstraint("company IN ('required', 'not_yet', 'any')", name="company_known"),)

    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[dict[str, str]]
    tagline: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]]
    audience: Mapped[dict[str, str]]
    sectors: Mapped[list[str]] = mapped_column(JsonType, default=list)
    stages: Mapped[list[str]] = mapped_column(JsonType, default=list)
    offers: Mapped[list[str]] = mapped_column(JsonType, default=list)
    company: Mapped[str] = mapped_column(sa.String(20), default="any")
    international: Mapped[bool] = mapped_column(default=False)
    remote: Mapped[bool] = mapped_column(default=False)
    residence_months: Mapped[int | None]
    startup_terms_months: Mapped[int | None]
    duration_months: Mapped[list[Any]] = mapped_column(JsonType, default=list)
    partners: Mapped[list[str]] = mapped_column(JsonType, default=list)
    published: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(sa.Text, default="")


class Call(Identified, Timestamped, Base):
    """An appel à candidatures: an opening and a closing instant, a grace, and its openings."""

    __tablename__ = "call"
    __table_args__ = (
        one_of("state", CallState),
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        sa.CheckConstraint("grace_minutes >= 0", name="grace_not_negative"),
        sa.CheckConstraint("offer_days > 0", name="offer_days_positive"),
    )

    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]]
    state: Mapped[CallState] = mapped_column(text_enum(CallState), default=CallState.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    grace_minutes: Mapped[int] = mapped_column(default=15)
    answers_by: Mapped[date | None]
    offer_days: Mapped[int] = mapped_column(default=10)
    blind: Mapped[bool] = mapped_column(default=False)
    waitlist_place_shown: Mapped[bool] = mapped_column(default=False)
    retention_months: Mapped[int] = mapped_column(default=36)

    openings: Mapped[list["Opening"]] = relationship(
        back_populates="call", lazy="raise_on_sql", order_by="(Opening.position, Opening.id)"
    )

    @property
    def last_instant(self) -> datetime:
        """Until when a submission is taken: the closing instant and the stated grace."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    def is_open(self, now: datetime) -> bool:
        """Whether an application can be started: the grace is for sending only."""
        return self.state is CallState.OPEN and self.opens_at <= now <= self.closes_at

    def takes_submissions(self, now: datetime) -> bool:
        return self.state is CallState.OPEN and self.opens_at <= now <= self.last_instant


class Opening(Identified, Base):
    """A programme at a site inside a call. The database keeps `seats_taken` within `seats`."""

    __tablename__ = "opening"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "programme_id", "site_id"),
        sa.CheckConstraint("seats >= 0", name="seats_not_negative"),
        sa.CheckConstraint("seats_taken >= 0 AND seats_taken <= seats", name="seats_within"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"), index=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    site_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("site.id"), index=True)
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)

    call: Mapped[Call] = relationship(back_populates="openings", lazy="raise_on_sql")
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    site: Mapped[Site] = relationship(lazy="raise_on_sql")
    rules: Mapped[list["EligibilityRule"]] = relationship(
        lazy="raise_on_sql", order_by="(EligibilityRule.position, EligibilityRule.id)", cascade="all, delete-orphan"
    )


class EligibilityRule(Identified, Base):
    """A condition of an opening: a fact, an operator, a value, and a sentence per result."""

    __tablename__ = "eligibility_rule"

    opening_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("opening.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    fact: Mapped[str] = mapped_column(sa.String(60))
    operator: Mapped[str] = mapped_column(sa.String(20))
    value: Mapped[Any] = mapped_column(JsonType, nullable=True)
    hard: Mapped[bool]
    messages: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)


class SitePlan(Identified, Timestamped, Base):
    """When a site is to open, as it was announced each time: the last row is the plan, the first the promise."""

    __tablename__ = "site_plan"

    site_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("site.id", ondelete="CASCADE"), index=True)
    planned_on: Mapped[date]
    announced_on: Mapped[date]
    source: Mapped[str] = mapped_column(sa.Text)
    noted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))


class Target(Identified, Timestamped, Base):
    """What an indicator is to reach by the end of a year, with its source."""

    __tablename__ = "target"
    __table_args__ = (sa.UniqueConstraint("indicator", "year"),)

    indicator: Mapped[str] = mapped_column(sa.String(60))
    year: Mapped[int]
    value: Mapped[int] = mapped_column(sa.BigInteger)
    source: Mapped[str] = mapped_column(sa.Text)
    noted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
