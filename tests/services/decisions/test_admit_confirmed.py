"""Startups that confirmed their place are admitted, several at once; their files begin."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.applications.services import transition
from app.applications.states import Stage
from app.cohorts import queries as cohorts
from app.cohorts.models import Participation
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.decisions import arrivals
from app.decisions.services.admit_confirmed import admit_confirmed
from app.decisions.services.answer_offer import confirm_offer
from tests.factories import grant, make_call, make_person
from tests.services.cohorts.rows import make_edition, make_participation, make_startup
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk():
    return Desk(make_call(openings=2, seats=3))


def confirmed(desk, opening=None):
    application = desk.file()
    desk.decide(application, opening=opening)
    desk.publish()
    with transaction():
        confirm_offer(application_id=application.id, actor=desk.owner)
    return application


def edition_of(opening, **values):
    return make_edition(programme=Ref(opening.programme_id), site=Ref(opening.site_id), **values)


class Ref:
    def __init__(self, id):
        self.id = id


def admit(edition, *applications, actor=None, scope=None):
    with transaction():
        return admit_confirmed(
            actor=actor or make_person(Role.STAFF), edition_id=edition.id,
            application_ids=[one.id for one in applications], scope=sa.true() if scope is None else scope,
        )  # fmt: skip


def stage(application):
    return db.session.scalar(sa.select(Application.stage).where(Application.id == application.id))


def waiting(edition, scope=None):
    found = arrivals.waiting(cohorts.edition(edition.id), scope=sa.true() if scope is None else scope)
    return [row.id for row in found]


def test_several_are_admitted_at_once_and_their_files_begin(desk):
    first, second, edition = confirmed(desk), confirmed(desk), edition_of(desk.openings[0])

    made = admit(edition, first, second)

    assert {(one.startup_id, one.application_id) for one in made} == {(f.startup_id, f.id) for f in (first, second)}
    assert stage(first) is stage(second) is Stage.ONBOARDED
    assert waiting(edition) == []


def test_who_confirmed_the_same_programme_and_site_waits_and_nobody_else(desk):
    here, elsewhere = confirmed(desk), confirmed(desk, opening=desk.openings[1])
    offered = desk.file()
    desk.decide(offered)
    desk.publish()

    assert waiting(edition_of(desk.openings[0])) == [here.id]
    assert waiting(edition_of(desk.openings[1])) == [elsewhere.id]
    assert waiting(edition_of(desk.openings[0], starts_on=today()), scope=sa.false()) == []


def test_a_file_that_began_before_editions_were_kept_waits_too(desk):
    application, edition = confirmed(desk), edition_of(desk.openings[0])
    with transaction():
        transition.move(db.session.get(Application, application.id), "onboard")

    assert waiting(edition) == [application.id]
    admit(edition, application)
    assert stage(application) is Stage.ONBOARDED


def test_one_that_does_not_wait_stops_all(desk):
    here, elsewhere, edition = confirmed(desk), confirmed(desk, opening=desk.openings[1]), edition_of(desk.openings[0])

    with pytest.raises(Conflict):
        admit(edition, here, elsewhere)

    assert stage(here) is stage(elsewhere) is Stage.CONFIRMED


def test_the_second_of_two_people_is_told(desk):
    application, edition = confirmed(desk), edition_of(desk.openings[0])
    admit(edition, application)

    with pytest.raises(Conflict):
        admit(edition, application)


def test_a_participation_without_a_file_gets_it_attached(desk):
    application, edition = confirmed(desk), edition_of(desk.openings[0])
    there = make_participation(edition, Ref(application.startup_id))

    made = admit(edition, application)

    assert [one.id for one in made] == [there.id]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 1


def test_nobody_ticked_is_told(desk):
    with pytest.raises(InvalidInput):
        admit(edition_of(desk.openings[0]))


def test_somebody_of_another_site_may_not(desk):
    application, edition = confirmed(desk), edition_of(desk.openings[0])
    other = grant(make_person(), Role.STAFF, site_id=desk.openings[1].site_id)

    with pytest.raises(NotAllowed):
        admit(edition, application, actor=other)


def test_a_file_outside_the_rights_is_not_admitted(desk):
    application, edition = confirmed(desk), edition_of(desk.openings[0])

    with pytest.raises(Conflict):
        admit(edition, application, scope=sa.false())


def test_a_startup_may_take_part_in_other_editions(desk):
    application, edition = confirmed(desk), edition_of(desk.openings[0])
    make_participation(make_edition(), Ref(application.startup_id))
    make_participation(edition, make_startup())

    assert len(admit(edition, application)) == 1
