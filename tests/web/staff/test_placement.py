"""A lead asks for a placement on paper and reads it; limits that cannot be kept are named."""

import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.states import Stage
from app.core import jobs
from app.core.db import db, transaction
from app.matching.models import Run
from app.reviews.models import ConflictKind, ConflictOfInterest
from tests.factories import make_call, make_person
from tests.services.reports.test_propose_placement import call, lead, sent  # noqa: F401  fixtures


def path(call):  # noqa: F811
    return f"/en/team/calls/{call.key}/placement"


def test_a_lead_proposes_and_sees_who_would_go_where(sign_in, call, lead):  # noqa: F811
    draft = sent(call, fit=80)
    client = sign_in(lead)

    answer = client.send(path(call), {"method": "stable"})
    waiting = client.get(answer.location).text
    jobs.run_all()
    page = client.get(answer.location).text

    assert answer.status_code == 303
    assert "Computing" in waiting
    assert db.session.get(type(draft), draft.id).reference in page
    assert "1 file has a place on paper," in page


def test_a_limit_that_cannot_be_kept_is_named(sign_in, call, lead):  # noqa: F811
    sent(call, fit=80)
    client = sign_in(lead)

    answer = client.send(path(call), {"method": "best", "least_MA-06": "5"})
    jobs.run_all()
    page = client.get(answer.location).text

    assert "No placement keeps these limits" in page
    assert "at least 5" in page
    assert "1 file of this region could take a place." in page


def test_bad_numbers_are_refused_beside_the_field_and_nothing_typed_is_lost(sign_in, call, lead):  # noqa: F811
    sent(call, fit=80)
    client = sign_in(lead)

    page = client.send(path(call), {"method": "best", "least_MA-06": "many", "most_MA-06": "7"})

    assert page.status_code == 422
    assert "Write a whole number from 0 to 9,999." in page.text
    assert 'value="many"' in page.text
    assert 'value="7"' in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Run).where(Run.kind == "placement")) == 0


def test_another_calls_proposal_is_not_found_and_staff_may_not_ask(sign_in, call, lead):  # noqa: F811
    answer = sign_in(lead).send(path(call), {"method": "stable"})
    other = make_call()

    stranger = sign_in(make_person(Role.LEAD)).get(f"{path(other)}/{answer.location.rsplit('/', 1)[1]}")
    staff = sign_in(make_person(Role.STAFF)).get(path(call))

    assert stranger.status_code == 404
    assert staff.status_code == 403


def test_the_list_of_proposals_takes_as_many_statements_for_one_as_for_three(sign_in, call, lead, count_statements):  # noqa: F811
    client = sign_in(lead)
    client.send(path(call), {"method": "stable"})
    with count_statements() as one:
        client.get(path(call))
    for _ in range(2):
        client.send(path(call), {"method": "stable"})

    with count_statements() as three:
        client.get(path(call))
    assert len(one) == len(three)


@pytest.mark.parametrize("typed", ["10000", "000000999999", "000000" + "9" * 5000, "-1", "1.5", "²"])
def test_a_limit_out_of_range_is_refused(sign_in, call, lead, typed):  # noqa: F811
    page = sign_in(lead).send(path(call), {"method": "best", "most_MA-06": typed})

    assert page.status_code == 422
    assert "Write a whole number from 0 to 9,999." in page.text


def test_a_file_decided_since_keeps_its_name_and_one_in_conflict_has_none(sign_in, call, lead):  # noqa: F811
    file = sent(call, fit=80)
    client = sign_in(lead)
    address = client.send(path(call), {"method": "stable"}).location
    jobs.run_all()
    with transaction():
        file.stage = Stage.DECIDED
    page = client.get(address).text
    with transaction() as session:
        session.add(
            ConflictOfInterest(
                id=uuid.uuid4(), person_id=lead.id, startup_id=file.startup_id, kind=next(iter(ConflictKind))
            )
        )
    after = client.get(address).text

    assert file.reference in page
    assert "you may not see" not in page
    assert file.reference not in after
    assert "and 1 file you may not see" in after
