"""Passes by the day and by the month."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.models import Pass
from app.cohorts.services.sell_pass import cancel_pass, sell_pass
from app.cohorts.states import PassKind
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.factories import grant, make_call, make_person, make_site
from tests.services.cohorts.rows import day, make_pass


def sell(site=None, actor=None, **values):
    values = {"kind": PassKind.DAY, "holder_name": "Nadia Alami", "starts_on": day("2030-01-31")} | values
    with transaction():
        return sell_pass(actor=actor or make_person(Role.STAFF), site_id=(site or make_site()).id, **values)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PassKind.DAY, "2030-03-14", "2030-03-14"),
        (PassKind.MONTH, "2030-03-14", "2030-04-13"),
        (PassKind.MONTH, "2030-01-31", "2030-02-28"),
    ],
)
def test_a_pass_lasts_a_day_or_to_the_day_before_in_the_next_month(kind, first, last):
    assert sell(kind=kind, starts_on=day(first)).ends_on == day(last)


def test_the_holder_is_named():
    with pytest.raises(InvalidInput) as refused:
        sell(holder_name="\u200b ")

    assert refused.value.field == "holder_name"
    assert sell(holder_email=" Nadia@Exemple.MA ").holder_email == "nadia@exemple.ma"


def test_a_pass_is_cancelled_once():
    sold, staff = make_pass(), make_person(Role.STAFF)
    with transaction():
        cancel_pass(actor=staff, pass_id=sold.id)

    with pytest.raises(Conflict), transaction():
        cancel_pass(actor=staff, pass_id=sold.id)

    assert db.session.get(Pass, sold.id, populate_existing=True).cancelled_at is not None


def test_a_second_click_sells_one_pass():
    site, made = make_site(), uuid.uuid4()

    assert sell(site, pass_id=made).id == sell(site, pass_id=made).id == made
    assert db.session.scalars(sa.select(Pass)).one().id == made
    with pytest.raises(Conflict):
        sell(pass_id=made)


def test_a_pass_is_noted_at_most_31_days_late():
    with pytest.raises(InvalidInput) as refused:
        sell(starts_on=today() - timedelta(days=32))

    assert refused.value.field == "starts_on"
    assert sell(starts_on=today() - timedelta(days=31)).starts_on == today() - timedelta(days=31)


def test_a_pass_beyond_the_workplaces_is_asked_about():
    site = make_site(workplaces=1)
    sell(site)

    with pytest.raises(InvalidInput) as refused:
        sell(site)

    assert refused.value.field == "beyond"
    assert sell(site, beyond=True).site_id == site.id
    assert sell(site, starts_on=day("2030-02-01")).site_id == site.id


def test_only_who_runs_the_site_sells_and_cancels():
    site = make_site()
    sold, other = make_pass(site), grant(make_person(), Role.STAFF, site_id=make_site().id)
    of_a_call = grant(make_person(), Role.STAFF, call_id=make_call().id)

    with pytest.raises(NotAllowed):
        sell(site, actor=other)
    with pytest.raises(NotFound), transaction():
        cancel_pass(actor=other, pass_id=sold.id)
    with pytest.raises(NotFound), transaction():
        cancel_pass(actor=of_a_call, pass_id=sold.id)
    with pytest.raises(NotFound), transaction():
        cancel_pass(actor=make_person(Role.STAFF), pass_id=site.id)
