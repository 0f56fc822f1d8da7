import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.reviews.services.assign import assign
from tests.factories import make_application, make_call, make_person


@pytest.fixture
def given():
    """A reviewer with files of one call to read: (reviewer, call, applications)."""

    def make(count=1, **call_values):
        reviewer = make_person(Role.REVIEWER)
        call = make_call(**call_values)
        applications = [make_application(call=call) for _ in range(count)]
        with transaction():
            assign(
                actor=make_person(Role.ADMIN),
                application_ids=[application.id for application in applications],
                reviewer_ids=[reviewer.id],
            )
        return reviewer, call, applications

    return make


@pytest.fixture
def marks():
    """A full form."""
    keys = ("innovation", "market", "team", "maturity", "impact")
    return lambda mark=4, **more: {**{f"points-{key}": str(mark) for key in keys}, **more}
