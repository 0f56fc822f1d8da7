"""Followed startups, their figures, and campaigns, in a few words."""

import itertools
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import Role
from app.cohorts.models import Edition, Participation
from app.core.clock import MOROCCO, utcnow
from app.core.db import db, transaction
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Campaign, Funding, Outcome, Return
from app.outcomes.services.record import record
from app.questionnaires import queries as questionnaires
from app.questionnaires.models import FormVersion
from app.questionnaires.services.publish_version import publish_version
from app.startups.models import MemberRole, Membership, Startup
from tests.factories import make_person, make_programme, make_site, read_seed, save

EVERYWHERE = sa.true()
"""The scope of a team member of the whole network, without relations."""
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
BEFORE = (date(2024, 1, 1), date(2024, 12, 31))
_numbers = itertools.count(1)


def make_edition(**values: Any) -> Edition:
    programme = values.pop("programme", None) or make_programme()
    site = values.pop("site", None) or make_site()
    values = {"starts_on": date(2025, 2, 1), "ends_on": date(2025, 11, 30), "name": ""} | values
    return save(Edition(id=uuid.uuid4(), programme_id=programme.id, site_id=site.id, **values))


def make_startup(*, owner: Person | None = None, edition: Edition | None = None, name: str = "") -> Startup:
    """A startup that takes part in an edition, with an owner."""
    edition = edition or make_edition()
    startup = save(Startup(id=uuid.uuid4(), name=name or f"Argane Data {next(_numbers):03}"))
    owner = owner or make_person(Role.APPLICANT)
    save(Membership(startup_id=startup.id, person_id=owner.id, role=MemberRole.OWNER))
    save(Participation(edition_id=edition.id, startup_id=startup.id, starts_on=edition.starts_on))
    return startup


def make_figure(
    startup: Startup, measure: Measure = Measure.TURNOVER, value: int | None = 1_200_000, **kept: Any
) -> Outcome:
    actor = kept.pop("actor", None) or make_person(Role.STAFF)
    starts_on, ends_on = kept.pop("period", YEAR)
    source = kept.pop("source", "Bilan")
    verified_by = kept.pop("verified_by", None)
    with transaction():
        row = record(
            startup_id=startup.id, actor=actor, measure=measure, starts_on=starts_on, ends_on=ends_on, value=value,
            source=source, **kept,
        )  # fmt: skip
        if verified_by:
            row.verified_by_id, row.verified_at = verified_by.id, utcnow()
    return row


def make_funding(startup: Startup, **values: Any) -> Funding:
    actor = values.pop("actor", None) or make_person(Role.STAFF)
    values = {
        "kind": FundingKind.SEED, "received_on": date(2025, 5, 6), "amount": 2_000_000, "from_whom": "Fonds Atlas",
        "source": "Contrat", "recorded_by_id": actor.id, "recorded_at": utcnow(),
    } | values  # fmt: skip
    return save(Funding(id=uuid.uuid4(), startup_id=startup.id, **values))


def return_form() -> FormVersion:
    existing = questionnaires.latest_published("return")
    if existing is None:
        with transaction():
            existing = publish_version(read_seed("outcomes/seed/return_form.yaml"))
    return existing


def make_campaign(**values: Any) -> Campaign:
    """A draft that asks everybody for 2025, until in three weeks."""
    creator = values.pop("creator", None) or make_person(Role.LEAD)
    soon = (utcnow() + timedelta(days=21)).astimezone(MOROCCO)
    values = {
        "name": {"fr": "Chiffres 2025", "ar": "أرقام 2025", "en": "Figures for 2025"},
        "starts_on": YEAR[0], "ends_on": YEAR[1],
        "deadline_at": datetime(soon.year, soon.month, soon.day, 23, 59, tzinfo=MOROCCO),
        "form_version_id": return_form().id, "audience": {"programmes": [], "sites": []},
        "reminder_days": [14, 7, 2], "created_by_id": creator.id,
    } | values  # fmt: skip
    return save(Campaign(id=uuid.uuid4(), **values))


def the_return(campaign: Campaign, startup: Startup) -> Return:
    statement = sa.select(Return).where(Return.campaign_id == campaign.id, Return.startup_id == startup.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()
