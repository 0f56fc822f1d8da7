"""A slip has a way back: a figure is withdrawn with a reason, stays in the history, and never leaves a frozen review."""

import uuid

import pytest

from app.accounts.roles import Role
from app.core import audit
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.reports import figures, review
from app.reports.indicators.model import year
from app.reports.services.approve_review import approve_review, freeze_review
from app.reports.services.enter_published import enter_published
from app.reports.services.freeze_figures import freeze
from app.reports.services.withdraw_figure import withdraw_figure
from app.reports.services.write_review import begin_review
from tests.factories import make_person
from tests.queries.reports.world import World

Y25 = year(2025)


def do(service, **values):
    with transaction():
        return service(**values)


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


@pytest.fixture
def frozen(director):
    World().supported(6)
    return do(freeze, key="startups_supported", period=Y25, actor=director)


def test_it_is_no_longer_in_force_with_its_parts_and_stays_with_the_reason(director, frozen):
    do(withdraw_figure, figure_id=frozen.id, actor=director, reason="Mauvaise année")

    (kept,) = figures.frozen("startups_supported")
    assert (kept.value, kept.withdrawn_reason, kept.replaced_at is None) == (6, "Mauvaise année", False)
    assert figures.in_force([Y25]) == figures.parts_in_force(Y25, "startups_supported") == []
    event = audit.history(frozen.id)[0]
    assert (event.action, event.reason, event.before["value"]) == ("figure.withdraw", "Mauvaise année", 6)


def test_after_it_the_year_can_be_frozen_again(director, frozen):
    do(withdraw_figure, figure_id=frozen.id, actor=director, reason="Trop tôt")

    again = do(freeze, key="startups_supported", period=Y25, actor=director)

    assert again.replaces_id is None
    assert figures.in_force([Y25]) == [again]


def test_a_published_figure_is_withdrawn_too_and_ours_stays(director, frozen):
    entered = do(enter_published, key="startups_supported", period=Y25, value=70, actor=director, source="Rapport")

    do(withdraw_figure, figure_id=entered.id, actor=director, reason="Faute de frappe")

    assert figures.in_force([Y25]) == [frozen]


def test_twice_without_a_reason_or_a_part_alone_is_refused(director, frozen):
    (part, *_others) = figures.parts_in_force(Y25, "startups_supported")

    with pytest.raises(InvalidInput) as refused:
        do(withdraw_figure, figure_id=frozen.id, actor=director, reason=" ")
    for key in (part.id, uuid.uuid4()):
        with pytest.raises(NotFound):
            do(withdraw_figure, figure_id=key, actor=director, reason="x")
    do(withdraw_figure, figure_id=frozen.id, actor=director, reason="x")
    with pytest.raises(Conflict, match="no longer in force"):
        do(withdraw_figure, figure_id=frozen.id, actor=director, reason="x")

    assert refused.value.field == "reason"


def test_what_a_frozen_review_rests_on_stays(director, frozen):
    do(begin_review, year=2025, actor=director)
    for person in (director, make_person(Role.LEAD)):
        sha256 = review.digest(review.build(2025, {}))
        do(approve_review, year=2025, actor=person, seen_sha256=sha256)
    do(freeze_review, year=2025, actor=director)

    with pytest.raises(Conflict, match="rests on this figure"):
        do(withdraw_figure, figure_id=frozen.id, actor=director, reason="x")

    assert figures.in_force([Y25]) == [frozen]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF, Role.ADMIN, Role.LEAD])
def test_only_the_director_withdraws(frozen, role):
    with pytest.raises(NotAllowed):
        do(withdraw_figure, figure_id=frozen.id, actor=make_person(role), reason="x")
