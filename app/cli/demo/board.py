"""The board's part of the demonstration: partner, campaign, published and frozen figures, reviews, a link."""

import random
import uuid
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.services.change_role import grant_role
from app.accounts.services.create import create
from app.cli.demo.accounts import FOLLOWED
from app.cli.demo.after import History
from app.cli.demo.cast import Cast
from app.cohorts.models import Edition, Participation
from app.core import jobs
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db, transaction
from app.outcomes.measures import Measure
from app.outcomes.services.edit_campaign import Plan, create_campaign
from app.outcomes.services.open_campaign import open_campaign
from app.outcomes.services.record import record
from app.partners.models import PartnerProgramme, Subject
from app.partners.services.edit_partner import create_partner
from app.partners.services.share import agree
from app.reports import review
from app.reports.indicators.model import year
from app.reports.services.approve_review import approve_review, freeze_review
from app.reports.services.enter_published import enter_published
from app.reports.services.freeze_figures import freeze, freeze_missing
from app.reports.services.give_link import give_link
from app.reports.services.open_indicator import open_indicator
from app.reports.services.set_target import plan_site
from app.reports.services.take_snapshot import take_snapshot
from app.reports.services.write_review import begin_review, write_review
from app.startups.models import Membership
from app.startups.queries import members


def tell(cast: Cast, history: History, dice: random.Random) -> None:
    """Everything through the product's own use cases."""
    _partner(cast, history, dice)
    _half_before(cast)
    _campaign(cast)
    _figures(cast, history)
    _reviews(cast, history)
    with transaction():
        expires_at = utcnow() + timedelta(days=60)
        give_link(link_id=uuid.uuid4(), label="Membre du conseil", expires_at=expires_at, actor=cast.director)
    jobs.run_all(limit=5000)
    take_snapshot(progress=lambda share, note: None)


def _partner(cast: Cast, history: History, dice: random.Random) -> None:
    told = history.data["partner"]
    with transaction():
        partner = create_partner(actor=cast.admin, key=told["key"], name=told["name"], programmes=told["programmes"])
        person = create(
            email=told["email"], full_name=f"{told['first']} {told['last']}", password_hash=cast.password, roles=(),
            language="fr",
        )  # fmt: skip
        grant_role(person, Role.PARTNER, partner_id=partner.id)
    statement = (
        sa.select(Participation.startup_id)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(PartnerProgramme, PartnerProgramme.programme_id == Edition.programme_id)
        .where(PartnerProgramme.partner_id == partner.id)
        .order_by(Participation.startup_id)
        .distinct()
    )
    for startup_id in db.session.scalars(statement).all():
        if dice.random() < 0.7:
            subjects = [Subject.IDENTITY, *dice.sample([Subject.CONTACT, Subject.FIGURES, Subject.FUNDING], 2)]
            owner = members(startup_id)[0].person
            with transaction():
                agree(actor=owner, startup_id=startup_id, partner_id=partner.id, subjects=subjects)


HALF_BEFORE = {
    Measure.ACTIVE: 1, Measure.TURNOVER: 790_000, Measure.TURNOVER_ABROAD: 0, Measure.JOBS: 4,
    Measure.JOBS_WOMEN: 1, Measure.PATENTS: 0,
}  # fmt: skip
"""What the startup that answers in the demonstration said of the same half a year before."""


def _half_before(cast: Cast) -> None:
    startup_id = db.session.scalars(
        sa.select(Membership.startup_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.email == FOLLOWED[1])
    ).one()
    with transaction():
        for measure, value in HALF_BEFORE.items():
            record(
                startup_id=startup_id, actor=cast.lead, measure=measure, value=value, source="Entretien de suivi",
                starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30),
            )  # fmt: skip


def _campaign(cast: Cast) -> None:
    half = {"fr": "Premier semestre 2026", "ar": "النصف الأول من 2026", "en": "First half of 2026"}
    deadline = datetime.combine(today() + timedelta(days=20), time(23, 59), tzinfo=MOROCCO)
    plan = Plan(half, date(2026, 1, 1), date(2026, 6, 30), deadline, {"programmes": [], "sites": []}, [14, 7, 2])
    with transaction():
        campaign = create_campaign(campaign_id=uuid.uuid4(), actor=cast.lead, plan=plan)
    with transaction():
        open_campaign(campaign_id=campaign.id, actor=cast.lead)


def _figures(cast: Cast, history: History) -> None:
    data = history.data
    with transaction():
        for one in data["published"]:
            enter_published(
                key=one["indicator"], period=year(2023), value=one["value"], qualifier=one["qualifier"],
                source=data["published_source"], actor=cast.director,
            )  # fmt: skip
        for key in ("regions_covered", "cities_covered"):
            freeze(key=key, period=year(2023), actor=cast.director)
        for number in (2024, 2025):
            freeze_missing(period=year(number), actor=cast.director)
        for key in data["public"]:
            open_indicator(key=key, actor=cast.director)
        for one in data["plans"]:
            plan_site(
                site_key=one["site"], planned_on=one["day"], announced_on=one["announced"],
                source=data["plan_source"], actor=cast.director,
            )  # fmt: skip


def _reviews(cast: Cast, history: History) -> None:
    """2023 waits for the director's agreement, 2024 is frozen, 2025 is being written."""
    for number, texts in history.data["reviews"].items():
        with transaction():
            begin_review(year=number, actor=cast.director)
            write_review(year=number, actor=cast.director, texts=texts, seen={})
        people = {2023: [cast.lead], 2024: [cast.lead, cast.director]}.get(number, [])
        for person in people:
            sha256 = review.digest(review.content_of(review.get(number)))
            with transaction():
                approve_review(year=number, actor=person, seen_sha256=sha256)
    with transaction():
        freeze_review(year=2024, actor=cast.director)
