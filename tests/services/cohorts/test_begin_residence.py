"""A startup gets a place at a site, within the rule of its programme."""

import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts import queries
from app.cohorts.models import HostingRequest, Residence
from app.cohorts.services.begin_residence import Given, Place, begin_residence
from app.cohorts.services.change_residence import change_residence
from app.cohorts.states import HostingState, RentClass, ResidenceKind
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.factories import grant, make_person, make_programme, make_site
from tests.services.cohorts.rows import day, make_request, make_residence, make_startup

ALL = sa.true()
START = day("2030-01-01")
PLAIN = Given()


def place(**values):
    values = {
        "kind": ResidenceKind.OFFICE, "seats": 4, "rent_class": RentClass.STARTUP, "starts_on": START,
    } | values  # fmt: skip
    return Place(**values)


def begin(site=None, startup=None, *, actor=None, scope=ALL, given=PLAIN, **values):
    with transaction():
        return begin_residence(
            actor=actor or make_person(Role.STAFF), site_id=(site or make_site()).id,
            startup_id=(startup or make_startup()).id, place=place(**values), scope=scope, given=given,
        )  # fmt: skip


def hosting():
    return make_programme(residence_months=60, startup_terms_months=18)


def test_the_rule_of_the_programme_is_computed():
    made = begin(programme_id=hosting().id)

    assert (made.startup_terms_until, made.longest_until) == (day("2031-06-30"), day("2034-12-31"))
    assert (made.rent_class, made.ends_on) == (RentClass.STARTUP, None)


def test_without_a_rule_nothing_is_computed():
    assert begin(programme_id=make_programme().id).longest_until is None
    assert begin().startup_terms_until is None


def test_an_end_after_the_longest_stay_is_refused_with_its_date():
    with pytest.raises(InvalidInput) as refused:
        begin(programme_id=hosting().id, ends_on=day("2035-01-01"))

    assert (refused.value.field, refused.value.values) == ("ends_on", {"day": "31/12/2034"})
    assert begin(programme_id=hosting().id, ends_on=day("2034-12-31")).ends_on == day("2034-12-31")


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(InvalidInput):
        begin(ends_on=day("2029-12-31"))


def test_a_move_to_another_place_does_not_begin_the_stay_anew():
    startup, programme = make_startup(), hosting()
    begin(startup=startup, programme_id=programme.id, ends_on=day("2031-12-31"))

    moved = begin(startup=startup, programme_id=programme.id, starts_on=day("2032-01-01"))

    assert (moved.startup_terms_until, moved.longest_until) == (day("2031-06-30"), day("2034-12-31"))


def test_another_programme_or_site_does_not_begin_the_stay_anew():
    startup = make_startup()
    begin(startup=startup, programme_id=make_programme().id, ends_on=day("2030-12-31"))
    begin(startup=startup, starts_on=day("2031-01-01"), ends_on=day("2031-12-31"))

    hosted = begin(startup=startup, programme_id=hosting().id, starts_on=day("2032-01-01"))

    assert (hosted.startup_terms_until, hosted.longest_until) == (day("2031-06-30"), day("2034-12-31"))


def test_who_was_away_for_31_days_begins_anew():
    startup = make_startup()
    begin(startup=startup, ends_on=day("2030-12-31"))

    back = begin(startup=startup, programme_id=hosting().id, starts_on=day("2031-01-31"))

    assert back.longest_until == day("2036-01-30")


def test_a_stay_that_begins_after_the_longest_day_is_refused():
    startup, programme = make_startup(), hosting()
    begin(startup=startup, programme_id=programme.id, ends_on=day("2034-12-31"))

    with pytest.raises(InvalidInput) as refused:
        begin(startup=startup, programme_id=programme.id, starts_on=day("2035-01-01"))

    assert (refused.value.field, refused.value.values) == ("starts_on", {"day": "31/12/2034"})
    assert len(queries.residences_of(startup.id)) == 1


def test_two_places_of_one_startup_at_one_site_are_allowed():
    site, startup = make_site(), make_startup()

    begin(site, startup)
    begin(site, startup, kind=ResidenceKind.SEATS)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Residence)) == 2


def test_a_place_that_begins_serves_the_waiting_list():
    request = make_request(site := make_site(), startup := make_startup(), asked_on=day("2026-01-01"))

    made = begin(site, startup, given=Given(request_id=request.id))

    served = db.session.get(HostingRequest, request.id, populate_existing=True)
    assert (served.state, served.ended_on, served.residence_id) == (HostingState.SERVED, START, made.id)


def test_a_request_of_another_startup_or_site_is_not_there():
    site, startup = make_site(), make_startup()

    for request in (make_request(site), make_request(startup=startup)):
        with pytest.raises(NotFound):
            begin(site, startup, given=Given(request_id=request.id))


def test_a_request_is_served_once():
    request = make_request(site := make_site(), startup := make_startup())
    begin(site, startup, given=Given(request_id=request.id))

    with pytest.raises(Conflict):
        begin(site, startup, given=Given(request_id=request.id))

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Residence)) == 1


def test_a_second_click_finds_the_first_residence():
    site, startup, once = make_site(), make_startup(), Given(residence_id=uuid.uuid4())

    first, second = begin(site, startup, given=once), begin(site, startup, given=once)

    assert first.id == second.id == once.residence_id
    assert len(queries.residences_of(startup.id)) == 1
    with pytest.raises(Conflict):
        begin(site, given=once)


def test_a_startup_that_waits_leaves_the_list_without_being_named():
    request = make_request(site := make_site(), startup := make_startup())
    elsewhere = make_request(startup=startup)

    made = begin(site, startup)

    served = db.session.get(HostingRequest, request.id, populate_existing=True)
    assert (served.state, served.residence_id) == (HostingState.SERVED, made.id)
    assert db.session.get(HostingRequest, elsewhere.id, populate_existing=True).state is HostingState.WAITING


def test_who_comes_later_in_the_order_is_served_with_a_reason_that_is_kept():
    site, startup = make_site(), make_startup()
    make_request(site, position=1)
    request = make_request(site, startup, position=2)

    with pytest.raises(InvalidInput) as refused:
        begin(site, startup, given=Given(request_id=request.id, reason=" "))
    begin(site, startup, given=Given(request_id=request.id, reason="Le bureau est trop petit pour la première."))

    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "hosting.serve")).one()
    assert refused.value.field == "reason"
    assert event.reason == "Le bureau est trop petit pour la première."


def test_more_workplaces_than_the_site_has_are_asked_about():
    site = make_site(workplaces=5)
    make_residence(site, seats=3)

    with pytest.raises(InvalidInput) as refused:
        begin(site, seats=3)
    made = begin(site, seats=3, given=Given(beyond=True))

    assert (refused.value.field, refused.value.values["taken"], refused.value.values["workplaces"]) == ("beyond", 6, 5)
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "residence.begin")).one()
    assert (event.subject_id, event.details) == (str(made.id), {"beyond": True})


def test_a_change_asks_about_workplaces_only_where_it_changes_them():
    site = make_site(workplaces=5)
    made = begin(site, seats=6, given=Given(beyond=True))

    change(made, seats=6, room="B 12")
    with pytest.raises(InvalidInput) as refused:
        change(made, seats=7)
    change(made, seats=7, beyond=True)

    assert refused.value.field == "beyond"
    assert queries.residence(made.id, ALL).seats == 7


def test_rights_are_those_of_the_site_and_of_the_startup():
    site = make_site()

    with pytest.raises(NotAllowed):
        begin(site, actor=grant(make_person(), Role.STAFF, site_id=make_site().id))
    with pytest.raises(NotFound):
        begin(site, scope=sa.false())
    assert begin(site, actor=grant(make_person(), Role.STAFF, site_id=site.id)).site_id == site.id


def change(residence, *, actor=None, scope=ALL, beyond=False, **values):
    with transaction():
        return change_residence(
            actor=actor or make_person(Role.STAFF), residence_id=residence.id, place=place(**values), scope=scope,
            beyond=beyond,
        )  # fmt: skip


def test_a_change_is_traced_and_the_rule_counted_again():
    residence = begin(programme_id=hosting().id)

    change(residence, seats=6, starts_on=day("2030-02-01"), programme_id=residence.programme_id)

    found = queries.residence(residence.id, ALL)
    assert (found.seats, found.longest_until) == (6, day("2035-01-31"))
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "residence.change")).one()
    assert (event.before["seats"], event.after["seats"]) == (4, 6)
    assert event.after["longest_until"] == "2035-01-31"


def test_nothing_changed_leaves_no_trace():
    residence = begin()

    change(residence)

    assert db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "residence.change")).all() == []


def test_a_change_obeys_the_same_rights():
    residence = make_residence()

    with pytest.raises(NotAllowed):
        change(residence, actor=grant(make_person(), Role.STAFF, site_id=make_site().id))
    with pytest.raises(NotFound):
        change(residence, scope=sa.false())
