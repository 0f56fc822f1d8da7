"""One startup reminded by hand."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.clock import at, utcnow
from app.core.db import transaction
from app.core.errors import Conflict, NotAllowed, NotFound
from app.outcomes.models import ReminderChoice
from app.outcomes.services.open_campaign import close_campaign, open_campaign
from app.outcomes.services.remind import remind_one
from app.outcomes.services.transition import move_return
from tests.factories import make_person, save
from tests.services.outcomes.desk import EVERYWHERE, make_campaign, make_startup, the_return


@pytest.fixture
def lead():
    return make_person(Role.LEAD)


@pytest.fixture
def one(lead):
    """The awaited return of a startup in an open campaign."""
    startup, campaign = make_startup(), make_campaign()
    with transaction():
        open_campaign(campaign_id=campaign.id, actor=lead)
    return the_return(campaign, startup)


def remind(one, actor, within=EVERYWHERE):
    with transaction():
        return remind_one(return_id=one.id, actor=actor, within=within)


def test_a_startup_is_reminded_by_hand_once_a_day(one, lead, mailbox):
    assert remind(one, lead) == 1
    with pytest.raises(Conflict, match="less than a day ago"):
        remind(one, lead)
    with at(utcnow() + timedelta(days=1, minutes=1)):
        assert remind(one, lead) == 1
    jobs.run_all()

    assert one.reminders == 2
    assert len([message for message in mailbox.sent if "Rappel" in message.subject]) == 1


def test_who_has_answered_is_not_reminded(one, lead):
    with transaction():
        move_return(one, "send", actor=lead)

    with pytest.raises(Conflict, match="has answered"):
        remind(one, lead)


@pytest.mark.parametrize(("often", "already"), [("never", 0), ("once", 1)])
def test_who_asked_for_silence_is_not_reminded(one, lead, often, already):
    save(ReminderChoice(startup_id=one.startup_id, often=often, chosen_at=utcnow()))
    with transaction():
        one.reminders = already

    with pytest.raises(Conflict, match="asked not to be reminded"):
        remind(one, lead)


def test_a_closed_campaign_is_not_reminded(one, lead):
    with transaction():
        close_campaign(campaign_id=one.campaign_id, actor=lead)

    with pytest.raises(Conflict, match="closed"):
        remind(one, lead)


def test_others_remind_nobody(one):
    with pytest.raises(NotAllowed):
        remind(one, make_person(Role.APPLICANT))
    with pytest.raises(NotFound):
        remind(one, make_person(Role.STAFF), within=sa.false())
