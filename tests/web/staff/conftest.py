import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.core.db import db, transaction
from app.decisions.services.decide import Verdict, decide
from app.decisions.states import DecisionKind
from app.programmes.models import Opening
from tests.factories import make_application, make_call, make_person, make_reason


@pytest.fixture
def lead():
    return make_person(Role.LEAD)


@pytest.fixture
def places():
    """Openings of a call in order."""
    return lambda call: list(
        db.session.scalars(sa.select(Opening).where(Opening.call_id == call.id).order_by(Opening.position))
    )


@pytest.fixture
def decided(lead, places):
    """A call with one file provisionally accepted and one refused: (call, accepted, refused)."""

    def make(**values):
        call = make_call(**values)
        accepted, refused = make_application(call=call), make_application(call=call)
        make_reason()
        with transaction():
            place = places(call)[0].id
            decide(application_id=accepted.id, actor=lead, verdict=Verdict(DecisionKind.ACCEPT, opening_id=place))
            decide(
                application_id=refused.id, actor=lead, verdict=Verdict(DecisionKind.REJECT, reason_code="stage_early")
            )
        return call, accepted, refused

    return make


@pytest.fixture
def stage():
    return lambda application: db.session.scalar(sa.select(Application.stage).where(Application.id == application.id))
