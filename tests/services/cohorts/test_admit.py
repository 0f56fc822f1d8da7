"""Admit a startup without an application."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.services.admit import admit_startup
from app.cohorts.states import ParticipationState
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.factories import grant, make_person, make_site
from tests.services.cohorts.rows import day, make_edition, make_participation, make_startup

EVERYBODY = sa.true()


def admit(edition, startup, actor=None, scope=EVERYBODY, **values):
    with transaction():
        return admit_startup(
            actor=actor or make_person(Role.STAFF), edition_id=edition.id, startup_id=startup.id, scope=scope, **values
        )


def test_a_startup_of_before_wijha_takes_part_from_the_first_day():
    edition, startup = make_edition(), make_startup()

    made = admit(edition, startup)

    assert (made.state, made.starts_on, made.application_id) == (ParticipationState.ACTIVE, edition.starts_on, None)


def test_a_later_first_day_may_be_given_within_the_edition():
    edition = make_edition(starts_on=day("2026-01-01"), ends_on=day("2026-06-30"))

    assert admit(edition, make_startup(), starts_on=day("2026-02-01")).starts_on == day("2026-02-01")
    with pytest.raises(InvalidInput) as refused:
        admit(edition, make_startup(), starts_on=day("2026-07-01"))
    assert refused.value.values == {"first": "01/01/2026", "last": "30/06/2026"}


def test_nobody_is_admitted_twice():
    edition, startup = make_edition(), make_startup()
    make_participation(edition, startup)

    with pytest.raises(Conflict):
        admit(edition, startup)


def test_a_startup_outside_the_rights_is_not_there():
    with pytest.raises(NotFound):
        admit(make_edition(), make_startup(), scope=sa.false())


def test_somebody_of_another_site_may_not():
    other = grant(make_person(), Role.STAFF, site_id=make_site().id)

    with pytest.raises(NotAllowed):
        admit(make_edition(), make_startup(), actor=other)
