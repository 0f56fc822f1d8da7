"""What reviewers and the team find."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.core.db import db, transaction
from app.core.errors import NotFound
from app.reviews import dossier, queries
from app.reviews.scope import require_team, team_scope
from app.reviews.services.assign import assign
from app.startups.models import Startup
from tests.factories import grant, make_application, make_call, make_draft, make_person, send
from tests.services.cohorts.rows import make_edition, make_participation
from tests.services.decisions.desk import Desk


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


def test_the_team_of_a_city_reads_what_concerns_it():
    """What wishes its city, what lets the team choose, and what was placed there: lists, counts and single files."""
    desk = Desk(make_call(openings=3))
    _first, second, third = desk.openings
    person = grant(make_person(), Role.STAFF, site_id=second.site_id)
    elsewhere, placed = desk.file(), desk.file()
    wished, free = (make_draft(actor=make_person(Role.APPLICANT), call=desk.call) for _ in range(2))
    send(wished, openings=[third.id, second.id])
    send(free, team_chooses=True)
    desk.decide(placed, opening=second)

    seen = set(db.session.scalars(sa.select(Application.id).where(team_scope(person))))

    assert seen == {wished.id, free.id, placed.id}
    with pytest.raises(NotFound):
        require_team(person, elsewhere.id)


def test_a_startup_of_ones_own_cohort_is_read_though_its_file_wished_another_city():
    call = make_call()
    desk = Desk(call)
    edition = make_edition()
    person = grant(make_person(), Role.STAFF, site_id=edition.site_id)
    file = desk.file()
    with pytest.raises(NotFound):
        require_team(person, file.id)

    make_participation(edition, startup=db.session.get(Startup, file.startup_id), application_id=file.id)

    require_team(person, file.id)


def test_a_reviewer_of_a_blind_call_reads_no_name_in_free_text():
    """The startup's name as answered, its domain and its members' names; the team reads what was written."""
    owner = make_person(Role.APPLICANT, full_name="Salma Berrada")
    text = "Salma Berrada a fondé Oasis-Drone : voir oasisdrone.ma et salma@oasisdrone.ma. {} suite."
    answers = {
        "startup_name": ["Oasis Drone SARL"], "website": ["https://www.oasisdrone.ma"], "pitch": ["OASIS DRONE arrose."],
        "problem": [text.format("Mme Berrada")], "solution": ["Rien à cacher ici."],
    }  # fmt: skip
    application = make_application(actor=owner, call=make_call(blind=True), **answers)

    blind = dossier.of(application, dossier.for_reviewers(blind=True), blind=True)
    whole = dossier.of(application)

    shown = " ".join(line.text for part in blind.parts for line in part.lines)
    assert not [name for name in ("oasis", "drone", "salma", "berrada") if name in shown.lower()]
    assert "Rien à cacher ici." in shown and "suite." in shown
    assert not [name for name in ("asis", "alma", "errada") if name in str(blind.answers.get("problem"))]
    assert "Mme Berrada" in " ".join(line.text for part in whole.parts for line in part.lines)
