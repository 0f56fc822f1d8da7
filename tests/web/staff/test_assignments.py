"""Many files to many reviewers: added, never removed, conflicts told."""

import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db
from app.reviews.models import Assignment
from app.reviews.states import AssignmentState
from app.startups.models import MemberRole, Membership
from tests.factories import make_application, make_call, make_person, save


def states():
    return sorted(db.session.scalars(sa.select(Assignment.state)))


def ask(client, files, people, **more):
    chosen = {"file": [str(one.id) for one in files], "reviewer": [str(one.id) for one in people], **more}
    query = "&".join(f"file={one.id}" for one in files)
    return client.send("/en/team/assign", chosen, page=f"/en/team/assign?{query}")


def test_files_are_given_and_given_again_without_harm(sign_in, lead):
    call = make_call()
    files = [make_application(call=call), make_application(call=call)]
    first, second = make_person(Role.REVIEWER), make_person(Role.REVIEWER)
    client = sign_in(lead)

    answer = ask(client, files, [first], due="31/12/2030")
    ask(client, files, [first, second])

    assert answer.status_code == 303
    assert states() == [AssignmentState.ASSIGNED] * 4


def test_without_a_reviewer_the_form_comes_back(sign_in, lead):
    page = ask(sign_in(lead), [make_application()], [])

    assert page.status_code == 422
    assert "Choose at least one reviewer." in page.text


def test_a_slip_in_the_date_keeps_the_ticks(sign_in, lead):
    reviewer = make_person(Role.REVIEWER)

    page = ask(sign_in(lead), [make_application()], [reviewer], due="demain")

    assert page.status_code == 422
    assert f'value="{reviewer.id}" checked' in page.text
    assert 'value="demain"' in page.text


def test_a_conflict_is_refused_with_its_reason(sign_in, lead):
    application = make_application()
    close = make_person(Role.REVIEWER, full_name="Proche Parent")
    save(Membership(startup_id=application.startup_id, person_id=close.id, role=MemberRole.VIEWER))

    page = ask(sign_in(lead), [application], [close])

    assert page.status_code == 200
    assert "Conflict of interest." in page.text
    assert states() == []


def test_a_file_of_others_is_not_given(sign_in, lead):
    application = make_application()
    save(Membership(startup_id=application.startup_id, person_id=lead.id, role=MemberRole.VIEWER))
    other = make_application()

    chosen = {"file": [str(application.id)], "reviewer": [str(make_person(Role.REVIEWER).id)]}
    answer = sign_in(lead).send("/en/team/assign", chosen, page=f"/en/team/assign?file={other.id}")

    assert answer.status_code == 200
    assert states() == []


def test_an_assignment_not_begun_is_taken_back(sign_in, lead):
    application = make_application()
    client = sign_in(lead)
    ask(client, [application], [make_person(Role.REVIEWER)])
    key = db.session.scalars(sa.select(Assignment.id)).one()

    answer = client.send(f"/en/team/assignments/{key}/remove", page=f"/en/team/applications/{application.id}")

    assert answer.status_code == 303
    assert states() == [AssignmentState.REMOVED]


def test_a_day_gone_by_is_no_due_date(sign_in, lead):
    client, file, reviewer = sign_in(lead), make_application(), make_person(Role.REVIEWER)

    for due, told in (
        ("31/12/2024", "Choose a date in the future."),
        ("31/12/2999", "Write a year between 2020 and 2100."),
        (f"31/12/{'9' * 40}", "Write a date like 31/12/2026."),
    ):
        page = ask(client, [file], [reviewer], due=due)
        assert page.status_code == 422
        assert told in page.text
