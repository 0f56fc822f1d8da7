from app.accounts.roles import Role
from app.core.db import transaction
from app.reviews.services.assign import assign
from tests.factories import make_application, make_person


def given(reviewer, application):
    with transaction():
        assign(actor=make_person(Role.ADMIN), application_ids=[application.id], reviewer_ids=[reviewer.id])


def test_first(sign_in):
    reviewer = make_person(Role.REVIEWER)
    application = make_application()
    given(reviewer, application)
    answer = sign_in(reviewer).get("/fr/reviews")
    assert answer.status_code == 200
    assert sign_in(reviewer).get(f"/ar/reviews/{application.id}").status_code == 200
