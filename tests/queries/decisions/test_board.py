"""The board: ranked, within the rights of the reader."""

from app.accounts.roles import Role
from app.core.db import transaction
from app.decisions import board
from app.reviews.services.assign import assign
from app.reviews.services.save_review import save_review
from app.startups.models import MemberRole, Membership
from tests.factories import make_application, make_call, make_person, save

KEYS = ("innovation", "market", "team", "maturity", "impact")


def review(application, mark):
    reviewer = make_person(Role.REVIEWER)
    with transaction():
        assign(actor=make_person(Role.ADMIN), application_ids=[application.id], reviewer_ids=[reviewer.id])
        save_review(
            application_id=application.id,
            actor=reviewer,
            points=dict.fromkeys(KEYS, mark),
            comment="",
            feedback="",
            submit=True,
        )


def test_the_best_score_stands_first_and_files_without_one_last():
    call, lead = make_call(), make_person(Role.LEAD)
    none, low, high = (make_application(call=call) for _ in range(3))
    review(low, 2)
    review(high, 5)

    rows = board.rows(lead, call.id, "undecided")

    assert [row.id for row in rows] == [high.id, low.id, none.id]
    assert [row.done for row in rows] == [1, 1, 0]


def test_a_file_of_a_startup_one_belongs_to_is_in_no_row_and_no_count():
    call, lead = make_call(), make_person(Role.LEAD)
    application = make_application(call=call)
    save(Membership(startup_id=application.startup_id, person_id=lead.id, role=MemberRole.VIEWER))

    assert board.rows(lead, call.id, "undecided") == []
    assert board.stage_counts(lead, call.id)["undecided"] == 0


def test_seats_show_what_is_left():
    call = make_call(openings=1, seats=4)

    (seat,) = board.seats(call.id)

    assert (seat.seats, seat.taken, seat.left, seat.waiting) == (4, 0, 4, 0)
