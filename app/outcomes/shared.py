"""Figures and funding of startups as far as they agreed to share them with a partner."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Edition, Participation
from app.core.db import db
from app.outcomes.measures import AIDS, FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.partners.models import PartnerProgramme, Sharing, Subject


@dataclass(frozen=True, slots=True)
class Figure:
    """The latest value of a measure, or “not available” (None), and whether the team verified it."""

    measure: Measure
    starts_on: date
    ends_on: date
    value: int | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Money:
    """Sums in dirhams of what is noted, None where nothing is; whether the team verified all of it; the latest day."""

    raised: int | None
    aids: int | None
    verified: bool
    latest: date


def _agreed(partner_id: uuid.UUID, edition_id: uuid.UUID, subject: Subject) -> list[uuid.UUID]:
    """Startups of the edition that share this subject and their name with the partner, which carries the programme."""
    statement = (
        sa.select(Sharing.startup_id, Sharing.subjects)
        .join(Participation, Participation.startup_id == Sharing.startup_id)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(PartnerProgramme, PartnerProgramme.programme_id == Edition.programme_id)
        .where(
            Participation.edition_id == edition_id,
            PartnerProgramme.partner_id == partner_id,
            Sharing.partner_id == partner_id,
            Sharing.withdrawn_at.is_(None),
        )
        .limit(300)
    )
    needed = {subject.value, Subject.IDENTITY.value}
    return [startup_id for startup_id, subjects in db.session.execute(statement) if needed <= set(subjects)]


def figures(partner_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID, list[Figure]]:
    """The latest figure of each measure, by startup."""
    wanted = _agreed(partner_id, edition_id, Subject.FIGURES)
    if not wanted:
        return {}
    latest = (
        sa.func.row_number()
        .over(partition_by=(Outcome.startup_id, Outcome.measure), order_by=(Outcome.ends_on.desc(), Outcome.id))
        .label("latest")
    )
    rows = (
        sa.select(
            Outcome.startup_id, Outcome.measure, Outcome.starts_on, Outcome.ends_on, Outcome.value,
            Outcome.verified_at.is_not(None).label("verified"), latest,
        )
        .where(Outcome.startup_id.in_(wanted))
        .subquery()
    )  # fmt: skip
    statement = sa.select(rows).where(rows.c.latest == 1)
    found: dict[uuid.UUID, list[Figure]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.startup_id].append(
            Figure(Measure(row.measure), row.starts_on, row.ends_on, row.value, bool(row.verified))
        )
    order = list(Measure)
    return {key: sorted(values, key=lambda one: order.index(one.measure)) for key, values in found.items()}


def money(partner_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID, Money]:
    """Sums of rounds, and of loans and grants, by startup; removed ones left out."""
    wanted = _agreed(partner_id, edition_id, Subject.FUNDING)
    if not wanted:
        return {}

    def total(condition: sa.ColumnElement[bool]) -> Any:
        return sa.func.sum(sa.case((condition, Funding.amount)))

    aids = Funding.kind.in_([kind for kind in FundingKind if kind in AIDS])
    statement = (
        sa.select(
            Funding.startup_id,
            total(~aids),
            total(aids),
            sa.func.count(Funding.verified_at),
            sa.func.count(),
            sa.func.max(Funding.received_on),
        )
        .where(Funding.startup_id.in_(wanted), Funding.removed_at.is_(None))
        .group_by(Funding.startup_id)
    )
    return {
        startup_id: Money(_whole(raised), _whole(helped), verified == count, latest)
        for startup_id, raised, helped, verified, count, latest in db.session.execute(statement)
    }


def _whole(sum_of: Any) -> int | None:
    return None if sum_of is None else int(sum_of)
