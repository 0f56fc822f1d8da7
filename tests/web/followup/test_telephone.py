"""The team fills in a return with somebody of the startup on the telephone."""

import re

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.outcomes.states import ReturnState
from tests.factories import grant, make_person, make_site
from tests.services.outcomes.filling import Filling


@pytest.fixture
def filling():
    return Filling()


def path(filling, *more):
    return "/".join([f"/en/team/returns/fill/{filling.one.id}", *more])


def test_a_return_is_filled_in_checked_and_sent(sign_in, staff, filling):
    client = sign_in(staff)

    first = client.get(path(filling), follow_redirects=True)
    client.send(path(filling, "company"), {"active": "yes", "seen-active": "-", "jobs": "12", "seen-jobs": "-"})
    version = re.search(r'name="row_version" value="(\d+)"', client.get(path(filling, "check")).text)[1]
    sent = client.send(path(filling, "check"), {"row_version": version})

    assert "by telephone" in first.text
    assert sent.status_code == 303
    row = db.session.scalars(sa.select(Outcome).where(Outcome.measure == Measure.JOBS)).one()
    assert (row.value, row.recorded_by_id, row.source) == (12, staff.id, "Return of the startup, by telephone")
    assert "Your figures are sent" in client.get(path(filling)).text


def test_answers_are_saved_while_typing_and_the_return_opens_again(sign_in, staff, filling):
    client = sign_in(staff)
    page = path(filling, "company")

    told = client.send(path(filling, "autosave", "company"), {"jobs": "12", "seen-jobs": "-"}, page=page).json
    filling.save(active="yes")
    filling.send()
    again = client.send(path(filling, "reopen"), page=path(filling))

    assert told["read"] == {"jobs": "Read as 12."}
    assert again.status_code == 303
    assert filling.one.state is ReturnState.BEGUN


def test_a_return_outside_the_scope_is_not_found(sign_in, filling):
    outside = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))

    for more in ((), ("company",), ("check",)):
        assert outside.get(path(filling, *more)).status_code == 404
    assert sign_in(filling.owner).get(path(filling)).status_code == 403
