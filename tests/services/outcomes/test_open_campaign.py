"""A campaign opens, asks, reminds those who have not answered, closes and opens again."""

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.models import Residence
from app.cohorts.states import RentClass, ResidenceKind
from app.core import jobs
from app.core.clock import MOROCCO, at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.jobs import JobState
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.states import MessageState
from app.outcomes import campaigns, returns
from app.outcomes.models import Campaign, ReminderChoice, Return
from app.outcomes.services.open_campaign import (
    cancel_reminder,
    close_campaign,
    open_campaign,
    plan_reminders,
    reopen_campaign,
)
from app.outcomes.services.save_return import save_return
from app.outcomes.services.send_return import send_return
from app.outcomes.states import CampaignState, ReturnState
from app.startups.models import MemberRole, Membership
from tests.factories import grant, make_person, make_site, save
from tests.services.outcomes.desk import make_campaign, make_edition, make_startup, the_return


@pytest.fixture
def lead():
    return make_person(Role.LEAD)


@pytest.fixture
def opened(lead):
    """An open campaign about these startups; the request mails are written."""

    def make(**values):
        campaign = make_campaign(**values)
        with transaction():
            open_campaign(campaign_id=campaign.id, actor=lead)
        jobs.run_all()
        return campaign

    return make


def mails(purpose=Purpose.RETURN_REMINDER):
    rows = db.session.scalars(sa.select(Message).where(Message.purpose == purpose).order_by(Message.created_at))
    return [row.to_email for row in rows]


def answer(campaign, startup, owner):
    one = the_return(campaign, startup)
    with transaction():
        save_return(return_id=one.id, actor=owner, page_key="company", posted={"active": ["yes"]}, seen={})
    with transaction():
        send_return(return_id=one.id, actor=owner, row_version=the_return(campaign, startup).row_version)


def after_all_reminders(campaign):
    with at(campaign.deadline_at - timedelta(hours=1)):
        jobs.run_all()


def test_opening_asks_each_startup_once_and_writes_to_its_owners(opened):
    owner, other = make_person(Role.APPLICANT, language="ar"), make_person(Role.APPLICANT)
    startup = make_startup(owner=owner)
    save(Membership(startup_id=startup.id, person_id=other.id, role=MemberRole.EDITOR))

    campaign = opened()

    assert the_return(campaign, startup).state is ReturnState.WAITING
    assert mails(Purpose.RETURN_REQUEST) == [owner.email]
    message = db.session.scalars(sa.select(Message)).one()
    assert f"/ar/returns/{the_return(campaign, startup).id}" in message.body
    assert "/ar/returns/stop/" in message.body
    assert message.html.count("<a href=") == 2


def test_opening_costs_the_same_for_any_number_of_startups(lead, count_statements):
    costs = []
    for number in (1, 3):
        edition = make_edition()
        for _ in range(number):
            make_startup(edition=edition)
        campaign = make_campaign(audience={"programmes": [], "sites": [edition_site(edition)]})
        with count_statements() as statements, transaction():
            assert open_campaign(campaign_id=campaign.id, actor=lead) == number
        costs.append(len(statements))

    assert costs[0] == costs[1]


def edition_site(edition):
    from app.programmes.models import Site

    return db.session.get(Site, edition.site_id).key


def test_the_audience_is_by_programme_and_site_and_overlaps_the_period():
    site = make_site()
    here, elsewhere = make_edition(site=site), make_edition()
    past = make_edition(site=site, starts_on=date(2021, 1, 1), ends_on=date(2021, 6, 30))
    later = make_edition(site=site, starts_on=date(2026, 3, 1), ends_on=date(2026, 9, 30))
    one, two, three, four = (make_startup(edition=edition) for edition in (here, elsewhere, past, later))
    guest = make_startup(edition=past)
    save(
        Residence(
            id=uuid.uuid4(), startup_id=guest.id, site_id=site.id, kind=ResidenceKind.SEATS, seats=2,
            rent_class=RentClass.STARTUP, starts_on=date(2022, 1, 1),
        )
    )  # fmt: skip

    def asked(**wanted):
        return set(db.session.scalars(campaigns.audience(wanted, date(2025, 1, 1), date(2025, 12, 31))))

    assert asked(sites=[site.key]) == {one.id, guest.id}
    assert asked() == {one.id, two.id, three.id, guest.id}
    assert four.id not in asked()
    assert campaigns.reach({"sites": [site.key]}, date(2025, 1, 1), date(2025, 12, 31)) == (2, 2, 0)


def test_reminders_never_reach_who_has_answered(opened):
    answered, waiting = make_person(Role.APPLICANT), make_person(Role.APPLICANT)
    first, _second = make_startup(owner=answered), make_startup(owner=waiting)
    campaign = opened()
    assert len(campaigns.timers(campaign.id)) == 3

    answer(campaign, first, answered)  # between the planning and the run
    after_all_reminders(campaign)

    assert mails() == [waiting.email] * 3
    assert campaigns.timers(campaign.id) == []


def test_a_reminder_that_waits_in_the_outbox_never_leaves_once_the_figures_are_sent(opened, mailbox):
    owner = make_person(Role.APPLICANT)
    startup = make_startup(owner=owner)
    campaign = opened()
    mailbox.sent.clear()
    reminder = campaigns.timers(campaign.id)[0]
    with at(reminder.run_at):
        jobs.run(str(reminder.id))
        waiting = db.session.scalars(sa.select(Message).where(Message.state == MessageState.QUEUED)).all()
        assert len(waiting) == 1

        answer(campaign, startup, owner)
        jobs.run_all()

    assert waiting[0].state is MessageState.DISCARDED
    assert mailbox.sent == []


def test_a_closed_campaign_reminds_nobody(opened, lead):
    make_startup()
    campaign = opened()
    timers = campaigns.timers(campaign.id)

    with transaction():
        close_campaign(campaign_id=campaign.id, actor=lead)
    after_all_reminders(campaign)

    assert mails() == []
    assert {db.session.get(jobs.Job, timer.id).state for timer in timers} == {JobState.CANCELLED}


def test_a_reminder_that_starts_just_when_the_campaign_closes_writes_nothing(opened, lead):
    make_startup()
    campaign = opened()
    reminder = campaigns.timers(campaign.id)[0]
    with transaction():
        close_campaign(campaign_id=campaign.id, actor=lead)
        jobs.retry(db.session.get(jobs.Job, reminder.id))

    jobs.run_all()

    assert mails() == []


def test_a_reminder_run_twice_writes_once(opened):
    make_startup()
    campaign = opened()
    reminder = campaigns.timers(campaign.id)[0]
    with at(reminder.run_at):
        jobs.run(str(reminder.id))
        with transaction():
            jobs.retry(db.session.get(jobs.Job, reminder.id))
        jobs.run_all()

    assert len(mails()) == 1


@pytest.mark.parametrize(("often", "written"), [("each", 3), ("once", 1), ("never", 0)])
def test_reminders_follow_the_wish_of_the_startup(opened, often, written):
    startup = make_startup()
    save(ReminderChoice(startup_id=startup.id, often=often, chosen_at=utcnow()))
    campaign = opened()

    after_all_reminders(campaign)

    assert len(mails()) == written
    assert the_return(campaign, startup).reminders == written


def test_many_startups_are_asked_and_reminded_in_chunks(opened, monkeypatch):
    monkeypatch.setattr("app.outcomes.services.remind.CHUNK", 2)
    edition = make_edition()
    for _ in range(5):
        make_startup(edition=edition)

    campaign = opened()
    after_all_reminders(campaign)

    assert len(mails(Purpose.RETURN_REQUEST)) == 5
    assert len(mails()) == 15


def test_a_cancelled_reminder_is_not_written(opened, lead):
    make_startup()
    campaign = opened()
    first = campaigns.timers(campaign.id)[0]

    with transaction():
        cancel_reminder(campaign_id=campaign.id, job_id=first.id, actor=lead)
    after_all_reminders(campaign)

    assert len(mails()) == 2
    with pytest.raises(NotFound), transaction():
        cancel_reminder(campaign_id=campaign.id, job_id=first.id, actor=lead)


def test_a_campaign_opens_again_until_a_new_deadline_with_its_reminders(opened, lead):
    make_startup()
    campaign = opened()
    with transaction():
        close_campaign(campaign_id=campaign.id, actor=lead)

    later = campaign.deadline_at + timedelta(days=30)
    with transaction():
        reopen_campaign(campaign_id=campaign.id, actor=lead, deadline_at=later)

    assert (campaign.state, campaign.closed_at, campaign.deadline_at) == (CampaignState.OPEN, None, later)
    assert len(campaigns.timers(campaign.id)) == 3
    with pytest.raises(InvalidInput, match="in the future"), transaction():
        reopen_campaign(campaign_id=campaign.id, actor=lead, deadline_at=utcnow())


def test_reminders_whose_day_is_past_are_not_planned(lead):
    campaign = make_campaign(deadline_at=utcnow() + timedelta(days=5))
    with transaction():
        plan_reminders(campaign)

    assert [job.payload["days"] for job in campaigns.timers(campaign.id)] == [2]


def test_a_campaign_opens_once_and_asks_somebody(opened, lead):
    nobody = make_campaign()
    with pytest.raises(Conflict, match="No startup would be asked"), transaction():
        open_campaign(campaign_id=nobody.id, actor=lead)
    make_startup()
    campaign = opened()

    with transaction():
        again = open_campaign(campaign_id=campaign.id, actor=lead)
    late = make_campaign(deadline_at=utcnow() - timedelta(days=1))
    with pytest.raises(InvalidInput, match="in the future"), transaction():
        open_campaign(campaign_id=late.id, actor=lead)
    assert (again, db.session.scalar(sa.select(sa.func.count(Return.id)))) == (1, 1)


def test_a_startup_is_asked_once_about_a_period(opened, lead):
    first = make_startup()
    opened()
    later, again, other = make_startup(), make_campaign(), make_campaign()

    left_out = campaigns.reach(again.audience, again.starts_on, again.ends_on)
    with transaction():
        open_campaign(campaign_id=again.id, actor=lead)
    with pytest.raises(Conflict, match="No startup would be asked"), transaction():
        open_campaign(campaign_id=other.id, actor=lead)

    rows = db.session.execute(sa.select(Return.startup_id, Return.campaign_id)).all()
    assert left_out == (1, 1, 1)
    assert {startup for startup, campaign in rows if campaign == again.id} == {later.id}
    assert sorted(startup for startup, _campaign in rows) == sorted([first.id, later.id])


def test_reminders_leave_in_the_morning(opened):
    make_startup()

    hours = {job.run_at.astimezone(MOROCCO).strftime("%H:%M") for job in campaigns.timers(opened().id)}

    assert hours == {"09:00"}


@pytest.mark.parametrize("act", [open_campaign, close_campaign])
def test_only_the_team_of_the_whole_network_runs_campaigns(act):
    campaign = make_campaign()
    of_a_site = grant(make_person(), Role.STAFF, site_id=make_site().id)

    for person in (of_a_site, make_person(Role.DIRECTOR)):
        with pytest.raises(NotAllowed), transaction():
            act(campaign_id=campaign.id, actor=person)
    assert db.session.get(Campaign, campaign.id).state is CampaignState.DRAFT


def test_how_often_is_each_time_unless_somebody_says_otherwise():
    assert returns.often(make_startup().id) == "each"
