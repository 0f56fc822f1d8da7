"""A campaign is prepared and changed before it opens."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import MOROCCO, today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.outcomes.services.edit_campaign import Plan, change_campaign, create_campaign
from app.outcomes.services.open_campaign import open_campaign
from app.outcomes.states import CampaignState
from tests.factories import make_person, texts
from tests.services.outcomes.desk import make_startup, return_form


def soon(days=20):
    day = today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=MOROCCO)


def plan(**changes):
    return replace(
        Plan(
            texts("Chiffres 2025"), date(2025, 1, 1), date(2025, 12, 31), soon(), {"programmes": [], "sites": []}, [7]
        ),
        **changes,
    )


def create(actor, **changes):
    with transaction():
        return create_campaign(campaign_id=uuid.uuid4(), actor=actor, plan=plan(**changes))


def test_a_draft_uses_the_newest_form_of_returns():
    version = return_form()

    campaign = create(make_person(Role.STAFF))

    assert (campaign.state, campaign.form_version_id, campaign.reminder_days) == (CampaignState.DRAFT, version.id, [7])


def test_without_a_form_no_campaign():
    with pytest.raises(Conflict, match="No form of returns"):
        create(make_person(Role.STAFF))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": {"fr": "Chiffres", "ar": "", "en": "Figures"}}, "name"),
        ({"starts_on": date(2090, 1, 1)}, "year"),
        ({"deadline_at": datetime(2026, 1, 1, tzinfo=MOROCCO)}, "deadline"),
        ({"ends_on": today() + timedelta(days=100)}, "deadline"),
    ],
)
def test_what_makes_no_campaign_is_refused(change, field):
    return_form()

    with pytest.raises(InvalidInput) as refused:
        create(make_person(Role.STAFF), **change)

    assert refused.value.field == field


def test_a_draft_changes_and_an_open_campaign_does_not():
    lead = make_person(Role.LEAD)
    return_form()
    make_startup()
    campaign = create(lead)
    with transaction():
        change_campaign(campaign_id=campaign.id, actor=lead, plan=plan(reminder_days=[14]))
    assert campaign.reminder_days == [14]

    with transaction():
        open_campaign(campaign_id=campaign.id, actor=lead)

    with pytest.raises(Conflict, match="is open"), transaction():
        change_campaign(campaign_id=campaign.id, actor=lead, plan=plan())


def test_only_the_team_prepares_one():
    return_form()

    with pytest.raises(NotAllowed):
        create(make_person(Role.DIRECTOR))
