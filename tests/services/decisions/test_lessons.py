"""What each source teaches, which one speaks when several do, and what teaches nothing."""

import uuid
from datetime import date

import pytest

from app.accounts.roles import Role
from app.applications.models import Application, Choice
from app.applications.states import Stage
from app.core.clock import today, utcnow
from app.core.db import db, transaction
from app.decisions.lessons import lessons
from app.decisions.states import DecisionKind
from app.matching.models import Feedback, Recommendation
from app.outcomes.measures import Measure
from app.reviews.models import Assignment, Review
from app.reviews.queries import latest_rubric
from app.startups.models import Startup
from tests.factories import make_call, make_person, make_reason, save
from tests.services.decisions.desk import Desk
from tests.services.outcomes.desk import make_figure


@pytest.fixture
def desk():
    return Desk(make_call(seats=5, openings=3))


def of(application):
    return next((one for one in lessons() if one.application_id == application.id), None)


def said(application):
    """{position of the opening in its call: (label, source)}"""
    lesson = of(application)
    call = sorted(lesson.labels, key=lambda key: positions(application)[key])
    return {positions(application)[key]: (lesson.labels[key], lesson.sources[key]) for key in call}


def positions(application):
    from app.programmes.queries import openings

    return {opening.id: place for place, opening in enumerate(openings(application.call_id))}


def propose(application, opening, *, sent=True):
    reviewer = make_person(Role.REVIEWER)
    assignment = save(
        Assignment(id=uuid.uuid4(), application_id=application.id, reviewer_id=reviewer.id, assigned_by_id=reviewer.id)
    )
    now = utcnow()
    save(
        Review(
            id=uuid.uuid4(), assignment_id=assignment.id, rubric_id=latest_rubric().id, proposed_opening_id=opening.id,
            saved_at=now, submitted_at=now if sent else None,
        )
    )  # fmt: skip


def complain(application, opening, *, agreed=True):
    person = make_person(Role.STAFF)
    save(
        Feedback(
            id=uuid.uuid4(), application_id=application.id, person_id=person.id, opening_id=opening.id, text="Plutôt là",
            handled_by_id=person.id, handled_at=utcnow(), agreed=agreed,
        )
    )  # fmt: skip


def move(application, stage):
    with transaction() as session:
        session.execute(Application.__table__.update().where(Application.id == application.id).values(stage=stage))


def test_an_undecided_file_teaches_its_first_choice_and_counts_half(desk):
    application = desk.file()
    save(Choice(id=uuid.uuid4(), application_id=application.id, rank=2, opening_id=desk.openings[2].id))

    assert said(application) == {0: (0.3, "first_choice")}
    lesson = of(application)
    assert (lesson.weight, lesson.standing) == (0.5, "undecided")


def test_a_proposal_of_a_sent_review_speaks_over_the_choice(desk):
    application = desk.file()
    propose(application, desk.openings[0])
    propose(application, desk.openings[1])
    propose(application, desk.openings[2], sent=False)

    assert said(application) == {0: (0.5, "reviewer_proposed"), 1: (0.5, "reviewer_proposed")}


def test_agreed_feedback_speaks_over_a_proposal_and_refused_feedback_is_nothing(desk):
    application = desk.file()
    propose(application, desk.openings[1])
    complain(application, desk.openings[1])
    complain(application, desk.openings[2], agreed=False)

    assert said(application) == {0: (0.3, "first_choice"), 1: (0.8, "feedback")}


def test_a_decision_speaks_over_everything_once_it_is_published(desk):
    application = desk.file()
    propose(application, desk.openings[0])
    complain(application, desk.openings[0])
    desk.decide(application)
    assert of(application).standing == "undecided"

    desk.publish()

    assert said(application) == {0: (1.0, "accepted")}
    assert of(application).weight == 1.0


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DecisionKind.ACCEPT, {0: (1.0, "accepted")}),
        (DecisionKind.WAITLIST, {0: (0.6, "waitlisted")}),
        (DecisionKind.REDIRECT, {0: (0.0, "redirect_source"), 1: (1.0, "redirect_target")}),
        (DecisionKind.REJECT, {0: (0.0, "rejected_for_fit")}),
    ],
)
def test_each_decision_has_its_label(desk, kind, expected):
    application = desk.file()
    desk.decide(application, kind)
    desk.publish()

    assert said(application) == expected


def test_a_refusal_for_quality_teaches_nothing_even_of_the_choice(desk):
    make_reason("quality", about_fit=False)
    application = desk.file()
    propose(application, desk.openings[1])
    desk.decide(application, DecisionKind.REJECT, reason_code="quality")
    desk.publish()

    assert of(application) is None


def test_an_override_is_told_apart(desk):
    application = desk.file()
    with transaction():
        stored = db.session.query(Recommendation).filter_by(application_id=application.id).one()
        stored.best_opening_id = desk.openings[2].id
    desk.decide(application, override_reason="L’équipe est déjà sur place.")
    desk.publish()

    assert said(application) == {0: (1.0, "override")}


@pytest.mark.parametrize(
    ("stage", "standing", "weight"),
    [
        (Stage.CONFIRMED, "confirmed", 1.25),
        (Stage.ONBOARDED, "confirmed", 1.25),
        (Stage.GRADUATED, "confirmed", 1.25),
        (Stage.EXITED, "confirmed", 1.25),
        (Stage.DECLINED, "decided", 1.0),
    ],
)
def test_what_came_after_weighs(desk, stage, standing, weight):
    application = desk.file()
    desk.decide(application)
    desk.publish()
    move(application, stage)

    assert (of(application).standing, of(application).weight) == (standing, weight)


@pytest.mark.parametrize(("value", "standing"), [(3, "outcome"), (0, "confirmed"), (None, "confirmed")])
def test_a_recorded_outcome_counts_when_it_is_good(desk, value, standing):
    application = desk.file()
    desk.decide(application)
    desk.publish()
    move(application, Stage.CONFIRMED)
    year = today().year
    make_figure(
        db.session.get(Startup, application.startup_id), Measure.JOBS, value, period=(date(year, 1, 1), date(year, 12, 31)),
        verified_by=desk.lead,
    )  # fmt: skip

    assert of(application).standing == standing


def test_a_withdrawn_file_teaches_nothing(desk):
    application = desk.file()
    with transaction() as session:
        session.execute(
            Application.__table__.update()
            .where(Application.id == application.id)
            .values(stage=Stage.WITHDRAWN, withdrawn_reason="x")
        )

    assert of(application) is None


def test_many_files_cost_the_same_number_of_questions(desk, count_statements):
    desk.file()
    with count_statements() as one:
        lessons()
    for _ in range(4):
        desk.file()

    with count_statements() as many:
        found = lessons()

    assert len(found) == 5
    assert len(many) == len(one) <= 11
