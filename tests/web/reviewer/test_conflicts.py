"""A declared conflict ends access at once."""

import sqlalchemy as sa

from app.core.db import db
from app.reviews.models import ConflictOfInterest


def test_a_reason_is_needed(sign_in, given):
    reviewer, _call, (application,) = given()

    page = sign_in(reviewer).send(f"/en/reviews/{application.id}/conflict", {"reason": " "})

    assert page.status_code == 422
    assert "Say in a few words" in page.text


def test_access_ends_and_the_review_is_kept_apart(sign_in, given, marks):
    reviewer, _call, (application,) = given()
    client = sign_in(reviewer)
    client.send(f"/fr/reviews/{application.id}", marks(do="send"))

    answer = client.send(f"/fr/reviews/{application.id}/conflict", {"reason": "Mon cousin y travaille."})

    assert answer.status_code == 303
    assert client.get(f"/fr/reviews/{application.id}").status_code == 404
    assert application.reference not in client.get("/fr/reviews?show=done").text
    assert db.session.scalars(sa.select(ConflictOfInterest.reason)).one() == "Mon cousin y travaille."
