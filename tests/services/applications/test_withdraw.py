import pytest

from app.accounts.roles import Role
from app.applications.models import SeatHold
from app.applications.services.withdraw import withdraw
from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotFound
from app.decisions.services.decide import Verdict, decide
from app.decisions.states import DecisionKind
from app.programmes.queries import openings
from tests.factories import make_application, make_person


def _withdraw(application, actor, reason="Autre projet"):
    with transaction():
        return withdraw(application_id=application.id, actor=actor, reason=reason)


def test_a_withdrawal_frees_the_seat():
    owner, lead = make_person(Role.APPLICANT), make_person(Role.LEAD)
    application = make_application(actor=owner)
    opening = openings(application.call_id)[0]
    with transaction():
        decide(application_id=application.id, actor=lead, verdict=Verdict(DecisionKind.ACCEPT, opening.id))

    _withdraw(application, owner)
    jobs.run_all()

    db.session.expire_all()
    assert (application.stage, application.withdrawn_reason) == ("withdrawn", "Autre projet")
    assert (db.session.query(SeatHold).count(), opening.seats_taken) == (0, 0)
    assert _withdraw(application, owner).stage == "withdrawn"


def test_a_reason_is_asked_and_strangers_know_nothing():
    owner = make_person(Role.APPLICANT)
    application = make_application(actor=owner)

    with pytest.raises(InvalidInput):
        _withdraw(application, owner, reason="  ")
    with pytest.raises(NotFound):
        _withdraw(application, make_person())


def test_what_ended_cannot_be_withdrawn():
    owner = make_person(Role.APPLICANT)
    application = make_application(actor=owner)
    _withdraw(application, owner)
    from app.applications.services import transition
    from app.core.errors import TransitionNotAllowed

    with pytest.raises(TransitionNotAllowed), transaction():
        transition.move(application, "submit")
