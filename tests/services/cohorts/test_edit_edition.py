"""Editions: made once, changed, by who runs the site."""

import uuid

import pytest

from app.accounts.roles import Role
from app.cohorts import queries
from app.cohorts.services.edit_edition import create_edition, edit_edition
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.factories import grant, make_call, make_person, make_programme, make_site
from tests.services.cohorts.rows import day, make_edition, make_participation

DAYS = {"starts_on": day("2026-03-01"), "ends_on": day("2026-08-31")}


def create(actor, programme=None, site=None, **values):
    programme, site = programme or make_programme(), site or make_site()
    with transaction():
        return create_edition(actor=actor, programme_id=programme.id, site_id=site.id, **(DAYS | values))


def test_an_edition_is_created():
    made = create(make_person(Role.STAFF), name="Printemps")

    assert (made.starts_on, made.ends_on, made.name) == (*DAYS.values(), "Printemps")


def test_the_same_programme_site_and_day_are_refused_by_the_database():
    actor, programme, site = make_person(Role.STAFF), make_programme(), make_site()
    create(actor, programme, site)

    with pytest.raises(Conflict) as refused:
        create(actor, programme, site, ends_on=day("2026-12-31"))
    create(actor, programme, site, starts_on=day("2026-03-02"))

    assert refused.value.field == "starts_on"


def test_an_edition_ends_after_it_starts():
    with pytest.raises(InvalidInput) as refused:
        create(make_person(Role.STAFF), ends_on=DAYS["starts_on"])

    assert refused.value.field == "ends_on"


def test_only_who_runs_the_site_may():
    site, other = make_site(), make_site()
    here = grant(make_person(), Role.STAFF, site_id=site.id)
    of_a_call = grant(make_person(), Role.LEAD, call_id=make_call().id)

    create(here, site=site)
    for actor, place in ((here, other), (of_a_call, site), (make_person(Role.DIRECTOR), site)):
        with pytest.raises(NotAllowed):
            create(actor, site=place)


def test_dates_and_name_are_changed():
    edition = make_edition()

    with transaction():
        edit_edition(actor=make_person(Role.LEAD), edition_id=edition.id, name="Été", **DAYS)

    found = queries.edition(edition.id)
    assert (found.starts_on, found.ends_on, found.name) == (*DAYS.values(), "Été")


def test_a_second_click_creates_one_edition():
    actor, programme, site, made = make_person(Role.STAFF), make_programme(), make_site(), uuid.uuid4()

    first = create(actor, programme, site, edition_id=made)
    second = create(actor, programme, site, edition_id=made)

    assert first.id == second.id == made
    assert create(actor, programme, make_site(), edition_id=made).id != made


@pytest.mark.parametrize(
    ("first", "last", "field"), [("2026-03-02", "2026-08-31", "starts_on"), ("2025-03-01", "2026-02-28", "ends_on")]
)
def test_an_edition_is_not_moved_away_from_its_cohort(first, last, field):
    edition, lead = make_edition(**DAYS), make_person(Role.LEAD)
    for _ in range(2):
        make_participation(edition)

    with pytest.raises(InvalidInput) as refused, transaction():
        edit_edition(actor=lead, edition_id=edition.id, starts_on=day(first), ends_on=day(last))
    with transaction():
        edit_edition(actor=lead, edition_id=edition.id, starts_on=DAYS["starts_on"], ends_on=day("2026-03-02"))

    assert (refused.value.field, refused.value.values) == (field, {"count": 2})


def test_an_edition_cannot_be_moved_onto_another():
    programme, site = make_programme(), make_site()
    make_edition(programme=programme, site=site, **DAYS)
    second = make_edition(programme=programme, site=site, starts_on=day("2027-03-01"), ends_on=day("2027-08-31"))

    with pytest.raises(Conflict), transaction():
        edit_edition(actor=make_person(Role.LEAD), edition_id=second.id, **DAYS)


def test_an_unknown_edition_is_not_found():
    with pytest.raises(NotFound), transaction():
        edit_edition(actor=make_person(Role.LEAD), edition_id=make_site().id, **DAYS)


def test_somebody_of_another_site_changes_nothing():
    edition = make_edition()

    with pytest.raises(NotAllowed), transaction():
        edit_edition(actor=grant(make_person(), Role.STAFF, site_id=make_site().id), edition_id=edition.id, **DAYS)
