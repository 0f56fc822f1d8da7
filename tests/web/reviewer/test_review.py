"""One file: marks are kept, others' marks come after one's own, a blind call hides who applies."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.reviews.models import Assignment, Review, Score
from app.reviews.services.assign import assign
from app.reviews.services.save_review import save_review
from app.reviews.states import AssignmentState
from tests.factories import make_application, make_person

COMMENT = "Un commentaire que personne ne lit trop tôt"


def test_a_file_of_others_is_not_there(sign_in, given):
    given()
    other = make_application()

    assert sign_in(make_person(Role.REVIEWER)).get(f"/fr/reviews/{other.id}").status_code == 404


def test_every_language_shows_the_rubric(sign_in, given):
    reviewer, _call, (application,) = given()

    for language in ("fr", "ar", "en"):
        page = sign_in(reviewer).get(f"/{language}/reviews/{application.id}")
        assert page.text.count('type="radio"') == 25


def test_save_keeps_the_marks_without_sending(sign_in, given):
    reviewer, _call, (application,) = given()

    answer = sign_in(reviewer).send(
        f"/fr/reviews/{application.id}", {"points-team": "5", "comment": "Bien", "do": "save"}
    )

    assert answer.status_code == 303
    assert db.session.scalars(sa.select(Score.points)).all() == [5]
    assert db.session.scalars(sa.select(Assignment.state)).one() is AssignmentState.STARTED


def test_sending_goes_to_the_least_reviewed_next_file(sign_in, given, marks):
    reviewer, _call, (first, second) = given(2)

    answer = sign_in(reviewer).send(f"/fr/reviews/{first.id}", marks(do="send"))

    assert answer.location.endswith(f"/fr/reviews/{second.id}")
    last = sign_in(reviewer).send(f"/fr/reviews/{second.id}", marks(do="send"))
    assert last.location.endswith("/fr/reviews")


def test_an_incomplete_review_is_not_sent_and_keeps_what_was_typed(sign_in, given):
    reviewer, _call, (application,) = given()

    page = sign_in(reviewer).send(
        f"/en/reviews/{application.id}", {"points-team": "5", "comment": "Garder", "do": "send"}
    )

    assert page.status_code == 422
    assert "Give every criterion a mark before you send." in page.text
    assert "Garder" in page.text
    assert 'name="points-team" value="5" checked' in page.text


def test_autosave_answers_with_the_time_and_the_total(sign_in, given):
    reviewer, _call, (application,) = given()

    answer = sign_in(reviewer).send(
        f"/en/reviews/{application.id}/autosave",
        {"points-team": "5", "points-market": "3"},
        page=f"/en/reviews/{application.id}",
        headers={"Accept": "application/json"},
    )

    assert answer.json["given"] == 2
    assert answer.json["total"] == "4.1"
    assert answer.json["saved"].startswith("Saved at")


def test_others_marks_and_the_matcher_are_absent_before_ones_own(sign_in, given, marks):
    reviewer, _call, (application,) = given()
    other = make_person(Role.REVIEWER, full_name="Nadia Autre")
    with transaction():
        assign(actor=make_person(Role.ADMIN), application_ids=[application.id], reviewer_ids=[other.id])
        points = {key.removeprefix("points-"): 2 for key in marks()}
        save_review(
            application_id=application.id, actor=other, points=points, comment=COMMENT, feedback="", submit=True
        )
    client = sign_in(reviewer)

    before = client.get(f"/en/reviews/{application.id}").text
    client.send(f"/en/reviews/{application.id}", marks(do="send"))
    after = client.get(f"/en/reviews/{application.id}").text

    assert COMMENT not in before
    assert "Nadia Autre" not in before
    assert "Opinion of the matcher" not in before
    assert COMMENT in after
    assert "Opinion of the matcher" in after
    assert "Nadia Autre" not in after


def test_a_blind_call_hides_who_applies_everywhere(sign_in, given):
    reviewer, _call, (application,) = given(blind=True)
    client = sign_in(reviewer)

    for path in ("/fr/reviews", f"/fr/reviews/{application.id}", f"/fr/reviews/{application.id}/conflict"):
        page = client.get(path).text
        assert "Atlas Grid" not in page
        assert application.reference in page
        assert "Casablanca" not in page.split("</header>")[-1]


def test_questions_not_meant_for_reviewers_are_absent(sign_in, given):
    reviewer, _call, (application,) = given()

    page = sign_in(reviewer).get(f"/fr/reviews/{application.id}").text

    assert "612-345678" not in page
    assert "612345678" not in page.replace(" ", "")


def test_a_document_not_meant_for_reviewers_cannot_be_fetched(sign_in, given):
    reviewer, _call, (application,) = given()

    assert sign_in(reviewer).get(f"/fr/reviews/{application.id}/files/pitch_deck").status_code == 404


def test_a_decided_file_can_no_longer_be_changed(sign_in, given, marks):
    reviewer, _call, (application,) = given()
    client = sign_in(reviewer)
    page = f"/fr/reviews/{application.id}"
    client.send(page, marks(do="save"))
    with transaction():
        db.session.execute(sa.text("UPDATE application SET stage = 'decided'"))
    shown = client.get(page)
    refused = client.send(page, marks(do="send"))

    assert "disabled" in shown.text
    assert refused.status_code == 403
    assert db.session.scalars(sa.select(Review.submitted_at)).one() is None


@pytest.mark.parametrize("mark", ["12", "0", "x", "4" * 5000])
def test_a_mark_outside_the_scale_is_refused(sign_in, given, mark):
    reviewer, _call, (application,) = given()

    page = sign_in(reviewer).send(
        f"/en/reviews/{application.id}", {"points-team": mark, "points-market": "3", "comment": "Garder", "do": "save"}
    )

    assert page.status_code == 422
    assert "Choose a mark from 1 to 5." in page.text
    assert "Garder" in page.text
    assert 'name="points-market" value="3" checked' in page.text


def test_a_text_too_long_is_told_and_kept(sign_in, given):
    reviewer, _call, (application,) = given()
    client, page = sign_in(reviewer), f"/en/reviews/{application.id}"
    typed = {"points-team": "5", "feedback": "a" * 5003}

    shown = client.send(page, {**typed, "do": "save"})
    answer = client.send(f"{page}/autosave", typed, page=page, headers={"Accept": "application/json"})
    lines = client.send(page, {"comment": "é\r\n" * 2500, "do": "save"})

    assert shown.status_code == answer.status_code == 422
    assert "Shorten this text: 3 characters too many." in shown.text
    assert "a" * 5003 in shown.text
    assert answer.json["error"] == "Shorten this text: 3 characters too many."
    assert lines.status_code == 303
