"""The call under review: reviewers at work, marks given, a few provisional decisions."""

import random
from datetime import timedelta

import sqlalchemy as sa

from app.applications.models import Application
from app.applications.queries import answers as answers_of
from app.applications.states import Stage
from app.cli.demo.accounts import ROLES
from app.cli.demo.cast import Cast
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.decisions.queries import addressees
from app.matching.services.record_feedback import record_feedback
from app.programmes import queries as programmes
from app.programmes.models import Call
from app.programmes.services.close_call import close_call
from app.reviews.models import Assignment
from app.reviews.queries import rubric_of_call
from app.reviews.services.assign import assign
from app.reviews.services.save_review import save_review

BANDS = {"low": (1, 3), "mid": (2, 4), "high": (3, 5)}


def review(cast: Cast, call: Call, dice: random.Random) -> None:
    with at(call.closes_at + timedelta(days=1)):
        with transaction():
            close_call(actor=cast.admin, call_id=call.id, reason="Fin de l’appel")
        assign_all(cast, call, dice, each=3)
    with at(utcnow() - timedelta(days=2)):
        score_all(cast, call, dice, share=0.62)
    _first_decisions(cast, call, dice)


def assign_all(cast: Cast, call: Call, dice: random.Random, *, each: int) -> None:
    """Reviewers who know the sector first, then those with the least to read."""
    load = {person.id: 0 for person in cast.reviewers}
    statement = (
        sa.select(Application)
        .where(Application.call_id == call.id, Application.stage == Stage.ELIGIBLE)
        .order_by(Application.submitted_at, Application.id)
    )
    due = utcnow() + timedelta(days=40)
    for application in db.session.scalars(statement).all():
        sector = answers_of(application.id).get("sector")
        order = sorted(cast.reviewers, key=lambda p: (sector not in cast.expertise[p.id], load[p.id], p.full_name))
        chosen = [order[0], *sorted(order[1:], key=lambda p: (load[p.id], p.full_name))][:each]
        for person in chosen:
            load[person.id] += 1
        with transaction():
            assign(actor=cast.lead, application_ids=[application.id], reviewer_ids=[p.id for p in chosen], due_at=due)


def score_all(cast: Cast, call: Call, dice: random.Random, *, share: float) -> None:
    """A share of the assignments is marked: each file has a level, each reviewer a hand."""
    people = {person.id: person for person in cast.reviewers}
    criteria = rubric_of_call(call.id).criteria
    statement = (
        sa.select(Assignment.application_id, Assignment.reviewer_id, Application.submitted_at)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.call_id == call.id)
        .order_by(Application.submitted_at, Application.id, Assignment.id)
    )
    level: dict[object, str] = {}
    pairs = sorted(db.session.execute(statement).all(), key=lambda pair: (pair[2], people[pair[1]].email))
    for application_id, reviewer_id, _sent in pairs:
        band = level.setdefault(application_id, dice.choice(("low", "mid", "mid", "high", "high")))
        if dice.random() > share:
            continue
        low, high = BANDS[band]
        points = {criterion.key: dice.randint(low, high) for criterion in criteria}
        comments = [one["text"] for one in cast.comments if one["band"] == band]
        with transaction():
            save_review(
                application_id=application_id,
                actor=people[reviewer_id],
                points=points,
                comment=dice.choice(comments),
                feedback=dice.choice(cast.feedback) if dice.random() < 0.3 else "",
                submit=True,
            )


def _first_decisions(cast: Cast, call: Call, dice: random.Random) -> None:
    from app.cli.demo.past import ranked, verdict
    from app.decisions.services.decide import decide

    reviewed = [(score, application) for score, application in ranked(call) if score]
    for score, application in [*reviewed[:6], *reviewed[-3:]]:
        if application.stage is Stage.UNDER_REVIEW:
            with transaction():
                decide(application_id=application.id, actor=cast.lead, verdict=verdict(application, score, cast, dice))


REMARKS = (
    "Deux hôtels d’Agadir nous achètent déjà. La fiche nous met à l’étape du prototype.",
    "Notre atelier est à une heure du site conseillé, mais aucun car n’y va le matin.",
    "Le programme conseillé demande une société. La nôtre sera créée le mois prochain.",
)


def remarks(call: Call) -> None:
    """What some founders say of their card; the team has not answered yet."""
    statement = (
        sa.select(Application)
        .where(Application.call_id == call.id, Application.stage == Stage.UNDER_REVIEW)
        .order_by(Application.submitted_at.desc(), Application.id)
        .limit(3 * len(REMARKS))
    )
    main = dict(ROLES)["applicant"]  # left free, to be tried by whoever looks at the demonstration
    others = [a for a in db.session.scalars(statement) if addressees(a.startup_id)[0].email != main]
    places = [place.id for place in programmes.openings(call.id)]
    for number, (application, text) in enumerate(zip(others, REMARKS, strict=False)):
        owner = addressees(application.startup_id)[0]
        with transaction():
            record_feedback(application_id=application.id, actor=owner, text=text, opening_id=places[3 * number])
