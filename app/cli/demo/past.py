"""The past call: reviewed, decided, published, answered by the founders, followed up."""

import random
import uuid
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application
from app.applications.queries import choices
from app.applications.states import Stage
from app.cli.demo.cast import Cast
from app.cli.demo.present import assign_all, score_all
from app.cohorts.services.edit_edition import create_edition
from app.core import jobs
from app.core.clock import at, today
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.decisions import queries
from app.decisions.services.admit_confirmed import admit_confirmed
from app.decisions.services.answer_offer import confirm_offer, decline_offer
from app.decisions.services.decide import Verdict
from app.decisions.services.decide import decide as decide_one
from app.decisions.services.preview_batch import preview_batch
from app.decisions.services.publish_batch import start_publishing
from app.decisions.states import DecisionKind
from app.mail.queries import held_of
from app.mail.services.release import release
from app.programmes import queries as programmes
from app.programmes.models import Call
from app.programmes.services.close_call import archive_call, close_call
from app.reviews.queries import reviews_of
from app.reviews.scope import team_scope
from app.reviews.scoring import summary


def sent_files(call: Call) -> list[Application]:
    statement = (
        sa.select(Application)
        .where(Application.call_id == call.id, Application.submitted_at.is_not(None))
        .order_by(Application.submitted_at, Application.id)
    )
    return list(db.session.scalars(statement))


def decide(cast: Cast, call: Call, dice: random.Random) -> None:
    """Reviewers, marks, decisions, one published batch, answers, outcomes."""
    with at(call.closes_at + timedelta(days=1)):
        with transaction():
            close_call(actor=cast.admin, call_id=call.id, reason="Fin de l’appel")
        assign_all(cast, call, dice, each=2)
    with at(call.closes_at + timedelta(days=15)):
        score_all(cast, call, dice, share=1.0)
    with at(call.closes_at + timedelta(days=25)):
        _decide_all(cast, call, dice)
        _publish(cast, call)
    with at(call.closes_at + timedelta(days=29)):
        _answer(call, dice)
    jobs.run_all(limit=500)
    with at(call.closes_at + timedelta(days=60)):
        _onboard(cast, call)
    with transaction():
        archive_call(actor=cast.admin, call_id=call.id)


def ranked(call: Call) -> list[tuple[float, Application]]:
    """Reviewable files of a call by mean score, best first."""
    found = []
    for application in sent_files(call):
        totals = [row.total for row in reviews_of(application.id) if row.total is not None]
        found.append((summary(totals).mean or 0.0, application))
    return sorted(found, key=lambda pair: (-pair[0], pair[1].submitted_at, str(pair[1].id)))


def _decide_all(cast: Cast, call: Call, dice: random.Random) -> None:
    for score, application in ranked(call):
        if application.stage not in (Stage.UNDER_REVIEW, Stage.ELIGIBLE):
            continue
        try:
            with transaction():
                decide_one(
                    application_id=application.id, actor=cast.lead, verdict=verdict(application, score, cast, dice)
                )
        except Conflict:  # no seat left there
            with transaction():
                place = first_wish(application.id)
                waiting = Verdict(DecisionKind.WAITLIST, opening_id=place)
                decide_one(application_id=application.id, actor=cast.lead, verdict=waiting)


def first_wish(application_id: uuid.UUID) -> uuid.UUID | None:
    wished = choices(application_id)
    if wished:
        return wished[0].opening_id
    from app.matching.queries import of_application

    stored = of_application(application_id)
    return stored.best_opening_id if stored else None


def verdict(application: Application, score: float, cast: Cast, dice: random.Random) -> Verdict:
    """Good marks: yes; fair ones: wait or another programme; low ones: no, with a reason."""
    place = first_wish(application.id)
    if score >= 3.4 and place:
        return Verdict(DecisionKind.ACCEPT, opening_id=place, feedback=dice.choice(cast.feedback))
    if score >= 3.1 and place:
        return Verdict(DecisionKind.WAITLIST, opening_id=place)
    reason = dice.choice(("team_incomplete", "solution_unclear", "market_not_shown", "stage_too_early"))
    codes = {row.code for row in queries.reasons()}
    return Verdict(
        DecisionKind.REJECT,
        reason_code=reason if reason in codes else sorted(codes)[0],
        feedback=dice.choice(cast.feedback),
    )


def _publish(cast: Cast, call: Call) -> None:
    with transaction():
        batch = preview_batch(call_id=call.id, actor=cast.lead)
    with transaction():
        start_publishing(batch_id=batch.id, actor=cast.lead, typed_number=sum(batch.counts.values()))
    jobs.run_all(limit=200)
    with transaction():
        release(message_ids=held_of(batch.id), actor=cast.staff[0])
    jobs.run_all(limit=500)


def _answer(call: Call, dice: random.Random) -> None:
    for application in sent_files(call):
        if application.stage is not Stage.OFFERED:
            continue
        owner: Person = queries.addressees(application.startup_id)[0]
        answer = dice.random()
        with transaction():
            if answer < 0.8:
                confirm_offer(application_id=application.id, actor=owner)
            elif answer < 0.93:
                decline_offer(application_id=application.id, actor=owner)


def _onboard(cast: Cast, call: Call) -> None:
    """An edition for each place that was taken; the last startup to confirm still waits to be admitted."""
    confirmed: dict[uuid.UUID, list[uuid.UUID]] = {}
    for application in sent_files(call):
        offer = queries.live_offer(application.id)
        if application.stage is Stage.CONFIRMED and offer is not None:
            confirmed.setdefault(offer.opening_id, []).append(application.id)
    first = today()
    for number, opening in enumerate(programmes.openings(call.id)):
        files = confirmed.get(opening.id, [])
        if not files:
            continue
        with transaction():
            edition = create_edition(
                actor=cast.lead, programme_id=opening.programme_id, site_id=opening.site_id, starts_on=first,
                ends_on=first + timedelta(days=364),
            )  # fmt: skip
            files = files[:-1] if number == 0 and len(files) > 1 else files
            admit_confirmed(actor=cast.lead, edition_id=edition.id, application_ids=files, scope=team_scope(cast.lead))
