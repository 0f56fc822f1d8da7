"""A participation is finished, left, and resumed where that is possible."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.applications.services import transition
from app.applications.states import Stage
from app.cohorts import queries
from app.cohorts.services.end_participation import complete, leave
from app.cohorts.services.resume_participation import resume_participation
from app.cohorts.states import ParticipationState
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, TransitionNotAllowed
from app.startups.models import Startup
from tests.factories import grant, make_application, make_person, make_site
from tests.services.cohorts.rows import make_edition, make_participation

ALL = sa.true()


@pytest.fixture
def staff():
    return make_person(Role.STAFF)


def with_file():
    """A participation and the application that led there, begun."""
    application = make_application()
    with transaction():
        file = db.session.get(Application, application.id)
        for move in ("start_review", "decide", "publish_offer", "confirm", "onboard"):
            transition.move(file, move)
    startup = db.session.get(Startup, application.startup_id)
    return make_participation(startup=startup, application_id=application.id), application


def stage(application):
    return db.session.scalar(sa.select(Application.stage).where(Application.id == application.id))


def again(participation):
    return queries.participation(participation.id, ALL)


def test_a_finished_programme_finishes_the_file(staff):
    participation, application = with_file()

    with transaction():
        complete(actor=staff, participation_id=participation.id, on=today(), scope=ALL)

    found = again(participation)
    assert (found.state, found.ended_on) == (ParticipationState.COMPLETED, today())
    assert stage(application) is Stage.GRADUATED


def test_who_leaves_leaves_with_the_reason(staff):
    participation, application = with_file()

    with transaction():
        leave(actor=staff, participation_id=participation.id, on=today(), scope=ALL, reason="Parti à Dakar.")

    found = again(participation)
    assert (found.state, found.reason) == (ParticipationState.LEFT, "Parti à Dakar.")
    assert stage(application) is Stage.EXITED


def test_without_a_reason_nobody_leaves(staff):
    participation = make_participation()

    with pytest.raises(InvalidInput) as refused, transaction():
        leave(actor=staff, participation_id=participation.id, on=today(), scope=ALL, reason="  ")

    assert refused.value.field == "reason"


@pytest.mark.parametrize("days", [-31, 1])
def test_the_last_day_lies_between_the_first_one_and_today(staff, days):
    participation = make_participation()

    with pytest.raises(InvalidInput) as refused, transaction():
        complete(actor=staff, participation_id=participation.id, on=today() + timedelta(days=days), scope=ALL)

    assert refused.value.field == "on"


def test_who_leaves_before_the_beginning_leaves_on_the_first_day(staff):
    first = today() + timedelta(days=20)
    edition = make_edition(starts_on=first, ends_on=first + timedelta(days=100))
    participation = make_participation(edition)

    with transaction():
        leave(actor=staff, participation_id=participation.id, on=first, scope=ALL, reason="Renonce.")

    assert again(participation).ended_on == first


def test_nobody_finishes_an_edition_before_it_begins(staff):
    first = today() + timedelta(days=20)
    participation = make_participation(make_edition(starts_on=first, ends_on=first + timedelta(days=100)))

    with pytest.raises(InvalidInput) as refused, transaction():
        complete(actor=staff, participation_id=participation.id, on=first, scope=ALL)

    assert (refused.value.field, refused.value.values) == ("act", {"day": first.strftime("%d/%m/%Y")})
    assert again(participation).state is ParticipationState.ACTIVE


def test_an_end_noted_by_mistake_is_taken_back(staff):
    participation = make_participation()
    with transaction():
        leave(actor=staff, participation_id=participation.id, on=today(), scope=ALL, reason="Erreur.")

    with transaction():
        resume_participation(actor=staff, participation_id=participation.id, scope=ALL)

    found = again(participation)
    assert (found.state, found.ended_on, found.reason) == (ParticipationState.ACTIVE, None, "")


def test_the_end_of_a_file_cannot_be_taken_back(staff):
    participation, application = with_file()
    with transaction():
        complete(actor=staff, participation_id=participation.id, on=today(), scope=ALL)

    with pytest.raises(Conflict, match="final"), transaction():
        resume_participation(actor=staff, participation_id=participation.id, scope=ALL)

    assert stage(application) is Stage.GRADUATED
    assert again(participation).state is ParticipationState.COMPLETED


def test_what_has_ended_does_not_end_again(staff):
    participation = make_participation()
    with transaction():
        complete(actor=staff, participation_id=participation.id, on=today(), scope=ALL)

    with pytest.raises(TransitionNotAllowed), transaction():
        leave(actor=staff, participation_id=participation.id, on=today(), scope=ALL, reason="Encore.")


def test_outside_the_rights_there_is_nothing(staff):
    participation = make_participation()

    for act in (complete, resume_participation):
        values = {"on": today()} if act is complete else {}
        with pytest.raises(NotFound), transaction():
            act(actor=staff, participation_id=participation.id, scope=sa.false(), **values)


def test_somebody_of_another_site_may_not():
    participation = make_participation()
    other = grant(make_person(), Role.STAFF, site_id=make_site().id)

    for act in (complete, resume_participation):
        values = {"on": today()} if act is complete else {}
        with pytest.raises(NotAllowed), transaction():
            act(actor=other, participation_id=participation.id, scope=ALL, **values)
