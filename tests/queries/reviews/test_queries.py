"""What reviewers and the team find."""

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import NotFound
from app.reviews import dossier, queries
from app.reviews.services.assign import assign
from tests.factories import grant, make_application, make_call, make_person


def test_the_name_of_a_startup_never_leaves_the_queue_of_a_blind_call():
    application = make_application(call=make_call(blind=True))
    reviewer = make_person(Role.REVIEWER)
    with transaction():
        assign(actor=make_person(Role.ADMIN), application_ids=[application.id], reviewer_ids=[reviewer.id])

    (row,) = queries.queue(reviewer)

    assert row.startup == application.reference
    assert row.blind


def test_a_reviewer_of_a_blind_call_reads_nothing_personal():
    application = make_application()
    keep = dossier.for_reviewers(blind=True)

    read = dossier.of(application, keep)

    assert not any(read.definition.questions[line.key].personal_data for part in read.parts for line in part.lines)
    assert read.text("problem")
    assert read.text("home_city") == ""


def test_the_team_reads_contacts_but_not_statistics():
    application = make_application(women_led=["yes"])

    read = dossier.of(application)

    assert read.text("phone")
    assert read.text("women_led") == ""


def test_the_team_of_another_call_finds_neither_call_nor_file():
    call = make_call()
    application = make_application(call=call)
    person = grant(make_person(), Role.STAFF, call_id=make_call().id)

    for find in (lambda: queries.call_for_team(person, call.key), lambda: queries.for_team(person, application.id)):
        with pytest.raises(NotFound):
            find()
    assert queries.chosen_for_team(person, [application.id]) == []
