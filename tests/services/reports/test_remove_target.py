"""A target is taken away with a reason; the trace keeps it."""

import uuid

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput, NotAllowed
from app.programmes.models import Target
from app.reports import roadmap
from app.reports.services.remove_target import remove_target
from tests.factories import make_person, save


@pytest.fixture
def target():
    return save(Target(id=uuid.uuid4(), indicator="jobs", year=2028, value=500, source="Essai"))


def remove(target, actor, reason="Saisi par erreur"):
    with transaction():
        remove_target(target_id=target.id, actor=actor, reason=reason)


def test_it_is_gone_and_the_history_says_why(target):
    remove(target, make_person(Role.DIRECTOR))

    (event,) = roadmap.target_history()
    assert roadmap.targets() == []
    assert (event.action, event.reason, event.before["value"], event.details["year"]) == (
        "target.remove", "Saisi par erreur", 500, 2028,
    )  # fmt: skip


def test_a_second_click_changes_nothing(target):
    director = make_person(Role.DIRECTOR)
    remove(target, director)

    remove(target, director)

    assert len(roadmap.target_history()) == 1


def test_it_needs_a_reason(target):
    with pytest.raises(InvalidInput) as refused:
        remove(target, make_person(Role.LEAD), reason=" ")

    assert refused.value.field == "reason"
    assert roadmap.targets() == [target]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.STAFF, Role.ADMIN])
def test_others_take_nothing_away(target, role):
    with pytest.raises(NotAllowed):
        remove(target, make_person(role))
