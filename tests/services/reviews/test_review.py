"""Assign, mark, send, declare a conflict."""

import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotFound
from app.mail.models import Message
from app.reviews import queries
from app.reviews.models import Assignment
from app.reviews.services.assign import assign, unassign
from app.reviews.services.declare_conflict import declare_conflict
from app.reviews.services.save_review import save_review
from app.reviews.states import AssignmentState
from tests.factories import make_application, make_call, make_person, rubric

MARKS = {"innovation": 4, "market": 3, "team": 5, "maturity": 2, "impact": 1}


@pytest.fixture
def staff():
    return make_person(Role.STAFF)


@pytest.fixture
def reviewer():
    return make_person(Role.REVIEWER)


def _assign(staff, files, reviewers):
    with transaction():
        return assign(actor=staff, application_ids=[f.id for f in files], reviewer_ids=[r.id for r in reviewers])


def _review(application, reviewer, points=MARKS, **values):
    values = {"comment": "Clair.", "feedback": ""} | values
    with transaction():
        return save_review(application_id=application.id, actor=reviewer, points=points, **values)


def test_assigning_adds_and_never_removes(staff, reviewer):
    call, other = make_call(), make_person(Role.REVIEWER)
    files = [make_application(call=call), make_application(call=call)]
    _assign(staff, files, [reviewer])

    result = _assign(staff, files, [reviewer, other])

    db.session.expire_all()
    assert (result.made, result.already, result.refused) == (2, 2, ())
    assert [f.stage for f in files] == ["under_review", "under_review"]
    assert db.session.query(Message).filter_by(purpose="review_assigned").count() == 2


def test_a_conflict_or_another_role_is_refused_in_words(staff, reviewer):
    own = make_application(actor=reviewer)

    result = _assign(staff, [own], [reviewer, make_person()])

    assert sorted(one.why for one in result.refused) == ["Conflict of interest.", "This person is not a reviewer."]


def test_a_colleague_by_mail_domain_is_a_conflict(staff):
    founder = make_person(Role.APPLICANT, email="a@same.ma")
    colleague = make_person(Role.REVIEWER, email="b@same.ma")

    assert _assign(staff, [make_application(actor=founder)], [colleague]).made == 0


def test_marks_are_kept_and_sent(staff, reviewer):
    application = make_application()
    _assign(staff, [application], [reviewer])
    _review(application, reviewer, {"innovation": 4})
    assert queries.assignment(reviewer, application.id).state is AssignmentState.STARTED
    with pytest.raises(InvalidInput, match="every criterion"):
        _review(application, reviewer, {}, submit=True)

    _review(application, reviewer, submit=True)

    row = queries.reviews_of(application.id)[0]
    assert row.total == pytest.approx((4 * 25 + 3 * 20 + 5 * 25 + 2 * 15 + 1 * 15) / 100)
    assert row.comment == "Clair."


def test_a_new_weight_never_rewrites_a_past_total(staff, reviewer):
    from app.reviews.services.version_rubric import use_for_call, version_rubric

    application = make_application()
    _assign(staff, [application], [reviewer])
    _review(application, reviewer, submit=True)
    before = queries.reviews_of(application.id)[0].total
    with transaction():
        old = queries.rubric(rubric().id)
        weights = (5, 5, 5, 5, 80)
        criteria = [
            {"key": c.key, "title": c.title, "weight": weight, "points": c.points}
            for c, weight in zip(old.criteria, weights, strict=True)
        ]
        use_for_call(application.call_id, version_rubric({"key": "standard", "title": old.title, "criteria": criteria}))

    assert queries.reviews_of(application.id)[0].total == before


def test_a_mark_outside_the_scale_is_refused(staff, reviewer):
    application = make_application()
    _assign(staff, [application], [reviewer])

    for points in ({"innovation": 6}, {"nonsense": 3}):
        with pytest.raises(InvalidInput):
            _review(application, reviewer, points)


def test_a_declared_conflict_ends_access_and_keeps_the_review_apart(staff, reviewer):
    application = make_application()
    _assign(staff, [application], [reviewer])
    _review(application, reviewer, submit=True)
    with pytest.raises(InvalidInput), transaction():
        declare_conflict(application_id=application.id, actor=reviewer, reason="")

    with transaction():
        declare_conflict(application_id=application.id, actor=reviewer, reason="Ma cousine y travaille.")

    assert queries.queue(reviewer) == []
    assert queries.reviews_of(application.id)[0].apart is True
    with pytest.raises(NotFound):
        _review(application, reviewer)


def test_taking_back_an_assignment_not_begun(staff, reviewer):
    application = make_application()
    _assign(staff, [application], [reviewer])
    key = db.session.query(Assignment).one().id

    with pytest.raises(NotFound), transaction():
        unassign(actor=reviewer, assignment_id=key)
    with transaction():
        unassign(actor=staff, assignment_id=key)
    with pytest.raises(NotFound):
        queries.assignment(reviewer, application.id)


def test_the_least_reviewed_file_comes_first(staff, reviewer):
    call, other = make_call(), make_person(Role.REVIEWER)
    done, fresh = make_application(call=call), make_application(call=call)
    _assign(staff, [done, fresh], [reviewer, other])
    _review(done, other, submit=True)

    assert [row.application_id for row in queries.queue(reviewer)] == [fresh.id, done.id]
    assert queries.next_to_review(reviewer, after=fresh.id) == done.id


def test_marks_changed_after_sending_leave_a_trace(staff, reviewer):
    from app.core import audit

    application = make_application()
    _assign(staff, [application], [reviewer])
    review = _review(application, reviewer, submit=True)
    before = len(audit.history(review.id))

    _review(application, reviewer, {"innovation": 1})

    event = audit.history(review.id)[0]
    assert len(audit.history(review.id)) == before + 1
    assert (event.action, set(event.before.values()) - set(event.after.values())) == ("review.marks", {4})


def test_a_file_taken_back_can_be_given_again(staff, reviewer):
    application = make_application()
    _assign(staff, [application], [reviewer])
    with transaction():
        unassign(actor=staff, assignment_id=db.session.query(Assignment).one().id)

    assert _assign(staff, [application], [reviewer]).made == 1
    assert queries.assignment(reviewer, application.id).state is AssignmentState.ASSIGNED


def test_a_proposed_place_belongs_to_the_call(staff, reviewer):
    import uuid

    application = make_application()
    _assign(staff, [application], [reviewer])

    with pytest.raises(InvalidInput, match="places of this call"):
        _review(application, reviewer, proposed_opening_id=uuid.uuid4())
