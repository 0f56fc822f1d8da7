"""A database with N sent applications, made by copying one that went through the product itself."""

import json
import random
import uuid
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import Role
from app.applications.models import Answer, Application, ApplicationText, Choice, RuleResult, Snapshot
from app.cli.catalogue import seed_catalogue
from app.cohorts.models import Edition, Participation, Residence
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.fold import fold
from app.matching.models import Recommendation
from app.outcomes.models import Outcome
from app.programmes.models import Call, Programme, Site
from app.programmes.queries import openings
from app.programmes.services.import_catalogue import add_openings, read
from app.programmes.states import CallState
from app.questionnaires.queries import latest_published
from app.questionnaires.services.publish_version import use_for_call
from app.reviews.queries import latest_rubric
from app.reviews.services import version_rubric
from app.startups.models import Membership, Startup
from tests.factories import make_application, make_person

CHUNK = 1000
WORDS = (
    "capteur",
    "irrigation",
    "paiement",
    "logistique",
    "tourisme",
    "artisanat",
    "énergie",
    "santé",
    "école",
    "argan",
)


def catalogue() -> Call:
    """The operator's catalogue and one open call with all its openings."""
    seed_catalogue()
    admin = make_person(Role.ADMIN)
    row = read("calls.yaml")[0]
    now = utcnow()
    with transaction() as session:
        call = Call(
            id=uuid.uuid4(), key="bench", title=row["title"], summary=row["summary"], state=CallState.OPEN,
            opens_at=now - timedelta(days=40), closes_at=now + timedelta(days=20),
        )  # fmt: skip
        session.add(call)
        session.flush()
        use_for_call(call.id, latest_published())
        version_rubric.use_for_call(call.id, latest_rubric())
        add_openings(call=call, rows=row["openings"], first_day=now.date(), actor=admin)
    return call


def _columns(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.key) for column in row.__table__.columns}


def fill(call: Call, count: int) -> None:
    """Copies of one real application, with other names, dates, wishes and words."""
    dice = random.Random(count)
    model = make_application(call=call)
    template = {
        kind: [_columns(row) for row in db.session.query(kind).filter_by(application_id=model.id)]
        for kind in (Answer, Choice, RuleResult, Snapshot, Recommendation)
    }
    base, owner = _columns(model), db.session.get(Person, model.created_by_id)
    places = [opening.id for opening in openings(call.id)]
    for start in range(1, count, CHUNK):
        rows: dict[type[Any], list[dict[str, Any]]] = {}
        for number in range(start, min(start + CHUNK, count)):
            _one(rows, template, base, owner, places, number, dice)
        with transaction() as session:
            for kind in (
                Startup,
                Membership,
                Application,
                Answer,
                Choice,
                RuleResult,
                Snapshot,
                Recommendation,
                ApplicationText,
            ):
                session.execute(sa.insert(kind), rows[kind])
        db.session.expunge_all()
    with transaction() as session:
        session.execute(sa.text("ANALYZE"))


def _one(
    rows: dict[Any, Any],
    template: Any,
    base: dict[str, Any],
    owner: Any,
    places: list[Any],
    number: int,
    dice: random.Random,
) -> None:
    def add(kind: type[Any], **values: Any) -> None:
        rows.setdefault(kind, []).append(values)

    startup, application = uuid.uuid4(), uuid.uuid4()
    sent = utcnow() - timedelta(minutes=dice.randint(1, 50_000), seconds=number % 60)
    name = f"{dice.choice(WORDS).title()} {number}"
    add(Startup, id=startup, name=name, created_at=sent)
    add(Membership, id=uuid.uuid4(), startup_id=startup, person_id=owner.id, role="owner", created_at=sent)
    stage = dice.choice(("eligible", "eligible", "under_review", "needs_human_check"))
    reference = f"WJ-2026-{number:05d}-X"
    add(
        Application,
        **base
        | {
            "id": application,
            "startup_id": startup,
            "submitted_at": sent,
            "created_at": sent,
            "reference": reference,
            "stage": stage,
        },
    )
    for kind, found in template.items():
        for row in found:
            values = row | {"application_id": application}
            if "id" in values:
                values["id"] = uuid.uuid4()
            if kind is Choice:
                values["opening_id"] = dice.choice(places)
            if kind is Recommendation:
                values |= {
                    "best_fit": dice.randint(20, 95),
                    "best_opening_id": dice.choice(places),
                    "items": json.loads(json.dumps(values["items"][:3])),
                }
            add(kind, **values)
    text = " ".join(dice.choice(WORDS) for _ in range(120))
    add(ApplicationText, application_id=application, body=fold(f"{name} {reference} {text}"))


FOLLOWED, YEARS = 4000, (2024, 2025)


def after_the_yes(person: Person, count: int) -> None:
    """Participations, residences and yearly figures of up to 4,000 startups: about 20,000 values."""
    dice, now = random.Random(count), utcnow()
    sites = list(db.session.scalars(sa.select(Site.id).where(Site.status == "open").order_by(Site.key)))
    programmes = list(db.session.scalars(sa.select(Programme.id).order_by(Programme.key)))
    startups = list(db.session.scalars(sa.select(Startup.id).order_by(Startup.id).limit(FOLLOWED)))
    editions = [
        {"id": uuid.uuid4(), "programme_id": programme, "site_id": site, "starts_on": date(2024, 1, 1),
         "ends_on": date(2026, 12, 31), "name": "", "created_at": now}
        for programme in programmes for site in sites
    ]  # fmt: skip
    rows: dict[type[Any], list[dict[str, Any]]] = {Edition: editions, Participation: [], Residence: [], Outcome: []}
    for startup in startups:
        first = date(2024, 1, 1) + timedelta(days=dice.randint(0, 700))
        rows[Participation].append(
            {"id": uuid.uuid4(), "edition_id": dice.choice(editions)["id"], "startup_id": startup, "state": "active",
             "starts_on": first, "reason": "", "created_at": now}
        )  # fmt: skip
        rows[Residence].append(
            {"id": uuid.uuid4(), "startup_id": startup, "site_id": dice.choice(sites), "kind": "seats", "seats": 2,
             "room": "", "rent_class": "startup", "starts_on": first, "end_reason": "", "created_at": now}
        )  # fmt: skip
        for measure, value in (("active", 1), ("turnover", 900), ("turnover_abroad", dice.choice((0, 400, 800)))):
            rows[Outcome] += [_figure(startup, measure, value, year, person, now) for year in YEARS]
    with transaction() as session:
        for kind, found in rows.items():
            for start in range(0, len(found), CHUNK):
                session.execute(sa.insert(kind), found[start : start + CHUNK])


def _figure(startup: Any, measure: str, value: int, year: int, person: Person, now: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(), "startup_id": startup, "measure": measure, "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31), "value": value, "currency": "MAD", "source": "", "recorded_by_id": person.id,
        "recorded_at": now, "created_at": now,
    }  # fmt: skip


def bare_rows(count: int = 100_000) -> None:
    """The table of the bare page: 100,000 rows with a keyset index."""
    with transaction() as session:
        session.execute(
            sa.text("CREATE TABLE bare (id INTEGER PRIMARY KEY, name VARCHAR(80), note VARCHAR(200), at VARCHAR(30))")
        )
        for start in range(0, count, 10_000):
            session.execute(
                sa.text("INSERT INTO bare VALUES (:id, :name, :note, :at)"),
                [
                    {"id": n, "name": f"name {n}", "note": "n" * 180, "at": "2026-11-23 10:00"}
                    for n in range(start, start + 10_000)
                ],
            )


def team() -> dict[str, Person]:
    return {role.value: make_person(role) for role in (Role.STAFF, Role.APPLICANT, Role.DIRECTOR)}
