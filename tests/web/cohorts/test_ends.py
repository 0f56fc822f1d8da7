"""What ends ahead, when it is announced, and taking that back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.services.begin_residence import Place, begin_residence
from app.cohorts.states import RentClass, ResidenceKind
from app.core import jobs
from app.core.clock import today
from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from tests.factories import grant, make_person, make_programme, make_site
from tests.services.cohorts.rows import make_startup

ENDS = "/en/team/ends"


@pytest.fixture
def begin(staff):
    def make(name, *, site=None, owner=None, **values):
        values = {
            "ends_on": today() + timedelta(days=150),
            "starts_on": today(),
            "rent_class": RentClass.STANDARD,
        } | values
        startup = make_startup(owner, name=name)
        with transaction():
            return begin_residence(
                actor=staff, site_id=(site or make_site()).id, startup_id=startup.id, scope=sa.true(),
                place=Place(kind=ResidenceKind.SEATS, seats=1, **values),
            )  # fmt: skip

    return make


def order(text, *names):
    return [name for _, name in sorted((text.index(f">{name}<"), name) for name in names if f">{name}<" in text)]


def test_ends_come_in_order_within_the_period_and_the_site(desk, begin):
    site = make_site()
    begin("Later", ends_on=today() + timedelta(days=170))
    begin("Sooner", site=site, ends_on=today() + timedelta(days=20))
    begin("Far", ends_on=today() + timedelta(days=300))
    begin("Open", ends_on=None)
    names = ("Later", "Sooner", "Far", "Open")

    assert order(desk.get(ENDS).text, *names) == ["Sooner", "Later"]
    assert order(desk.get(f"{ENDS}?days=92").text, *names) == ["Sooner"]
    assert order(desk.get(f"{ENDS}?days=366").text, *names) == ["Sooner", "Later", "Far"]
    assert order(desk.get(f"{ENDS}?days=7&site={site.key}").text, *names) == ["Sooner"]


def test_an_open_ended_stay_ends_where_the_rule_says_and_terms_stand_beside(desk, begin):
    programme = make_programme(residence_months=4, startup_terms_months=2)
    begin("Atlas", ends_on=None, rent_class=RentClass.STARTUP, programme_id=programme.id)

    text = desk.get(ENDS).text

    assert text.count(">Atlas<") == 2
    assert "longest possible" in text
    assert "End of startup terms" in text
    assert text.count("Planned for") == 2


def test_a_timer_is_cancelled_on_the_page(desk, begin):
    residence = begin("Atlas")
    assert "Planned for" in desk.get(ENDS).text

    answer = desk.send(f"/en/team/residences/{residence.id}/announcements/end/cancel?days=366", page=ENDS)
    twice = desk.send(
        f"/en/team/residences/{residence.id}/announcements/end/cancel", page=f"/en/team/residences/{residence.id}"
    )

    text = desk.get(ENDS).text
    assert (answer.status_code, answer.location, twice.status_code) == (303, f"{ENDS}?days=366", 409)
    assert "Cancelled" in text
    assert db.session.scalars(sa.select(Job.state).where(Job.kind == "residence.end_ahead")).all() == [
        JobState.CANCELLED
    ]


def test_what_was_announced_is_said_and_who_cannot_be_written_to(desk, begin):
    begin("Atlas", ends_on=today() + timedelta(days=30))
    begin("Orpheline", owner=False)
    jobs.run_all()

    text = desk.get(ENDS).text

    assert "Announced" in text
    assert text.count("Nobody to write to") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, begin, count_statements, count):
    for number in range(count):
        begin(f"Startup {number}")

    with count_statements() as statements:
        page = desk.get(ENDS)

    assert page.text.count("Planned for") == count
    assert len(statements) == 3


def test_somebody_of_another_site_sees_and_cancels_nothing(sign_in, begin):
    residence = begin("Atlas")
    client = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))
    page = client.get(ENDS)
    account = client.get("/en/account").text

    answer = client.post(
        f"/en/team/residences/{residence.id}/announcements/end/cancel",
        data={"csrf_token": account.split('name="csrf_token" value="')[1].split('"')[0]},
    )

    assert "Nothing ends in this period" in page.text
    assert answer.status_code == 404
