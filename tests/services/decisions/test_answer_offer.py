from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.core import jobs
from app.core.clock import MOROCCO, at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed, NotFound
from app.decisions.models import Offer
from app.decisions.services.announce import last_instant
from app.decisions.services.answer_offer import confirm_offer, decline_offer
from app.decisions.services.promote_waitlist import promote_waitlist
from app.decisions.states import DecisionKind
from app.programmes.states import SiteState
from app.startups.models import MemberRole, Membership
from tests.factories import make_call, make_person, save
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk():
    return Desk(make_call(seats=1))


@pytest.fixture
def offered(desk):
    application = desk.file()
    desk.decide(application)
    desk.publish()
    return application


def _do(action, application, actor: Person):
    with transaction():
        return action(application_id=application.id, actor=actor)


def test_confirming_takes_the_seat_and_a_repeat_changes_nothing(offered, desk):
    assert _do(confirm_offer, offered, desk.owner).stage == "confirmed"
    assert _do(confirm_offer, offered, desk.owner).shown == "confirmed"
    assert desk.openings[0].seats_taken == 1
    with pytest.raises(Conflict):
        _do(decline_offer, offered, desk.owner)


def test_declining_frees_the_seat(offered, desk):
    assert _do(decline_offer, offered, desk.owner).stage == "declined"
    db.session.expire_all()
    assert desk.openings[0].seats_taken == 0


def test_only_the_owner_answers(offered, desk):
    editor = make_person()
    save(Membership(startup_id=offered.startup_id, person_id=editor.id, role=MemberRole.EDITOR))

    with pytest.raises(NotAllowed):
        _do(confirm_offer, offered, editor)
    with pytest.raises(NotFound):
        _do(confirm_offer, offered, make_person())


def test_an_offer_ends_at_midnight_in_morocco(offered):
    offer = db.session.query(Offer).one()
    local = offer.expires_at.astimezone(MOROCCO)

    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    assert last_instant(utcnow(), 10) == offer.expires_at


def test_an_offer_nobody_answered_expires_and_frees_the_seat(offered, desk):
    offer = db.session.query(Offer).one()

    with at(offer.expires_at - timedelta(seconds=1)):
        jobs.run_all()
        db.session.expire_all()
        assert offered.stage == "offered"
    with at(offer.expires_at + timedelta(seconds=1)):
        with pytest.raises(Conflict, match="time to answer"):
            _do(confirm_offer, offered, desk.owner)
        jobs.run_all()

    db.session.expire_all()
    assert (offered.stage, desk.openings[0].seats_taken) == ("offer_expired", 0)


def test_a_freed_seat_goes_to_the_first_who_waits(offered, desk):
    first, second = desk.file(), desk.file()
    for application in (first, second):
        desk.decide(application, DecisionKind.WAITLIST)
    desk.publish()
    with pytest.raises(Conflict, match="No seat"), transaction():
        promote_waitlist(application_id=first.id, actor=desk.lead)
    _do(decline_offer, offered, offered.owner)

    with pytest.raises(Conflict, match="stands before"), transaction():
        promote_waitlist(application_id=second.id, actor=desk.lead)
    with transaction():
        promote_waitlist(application_id=first.id, actor=desk.lead)

    db.session.expire_all()
    assert (first.stage, second.stage, desk.openings[0].seats_taken) == ("offered", "waitlisted", 1)


@pytest.mark.parametrize("how", ["decline", "expire", "withdraw"])
def test_a_held_answer_never_leaves_after_the_offer_ended(desk, how):
    from app.applications.services.withdraw import withdraw
    from app.mail.models import Message
    from app.mail.states import MessageState

    application = desk.file()
    desk.decide(application)
    desk.publish(hold=True)
    if how == "decline":
        _do(decline_offer, application, desk.owner)
    elif how == "withdraw":
        with transaction():
            withdraw(application_id=application.id, actor=desk.owner, reason="Autre projet")
    with at(utcnow() + timedelta(days=30)):
        jobs.run_all()

    db.session.expire_all()
    held = db.session.query(Message).filter_by(about_id=application.id, purpose="offer").one()
    assert held.state is MessageState.DISCARDED


def test_a_withdrawn_file_leaves_the_next_publication(desk):
    from app.applications.services.withdraw import withdraw
    from app.decisions.services.preview_batch import preview_batch

    gone, kept = desk.file(), None
    owner = desk.owner
    desk.decide(gone, DecisionKind.REJECT)
    kept = desk.file()
    desk.decide(kept, DecisionKind.REJECT)
    with transaction():
        withdraw(application_id=gone.id, actor=owner, reason="Autre projet")
    jobs.run_all()

    with transaction():
        assert preview_batch(call_id=desk.call.id, actor=desk.lead).counts == {"reject": 1}


def test_the_waiting_list_of_an_archived_call_is_closed(offered, desk):
    from app.accounts.roles import Role
    from app.programmes.services.close_call import archive_call, close_call

    waiting, admin = desk.file(), make_person(Role.ADMIN)
    desk.decide(waiting, DecisionKind.WAITLIST)
    desk.publish()
    _do(decline_offer, offered, offered.owner)
    with transaction():
        close_call(actor=admin, call_id=desk.call.id, reason="fin")
        archive_call(actor=admin, call_id=desk.call.id)

    with pytest.raises(Conflict, match="archived"), transaction():
        promote_waitlist(application_id=waiting.id, actor=desk.lead)


@pytest.mark.parametrize(("state", "words"), [(SiteState.PLANNED, "not open yet"), (SiteState.PAUSED, "is paused")])
def test_nobody_is_promoted_to_a_site_that_is_not_open(desk, state, words):
    waiting = desk.file()
    desk.decide(waiting, DecisionKind.WAITLIST)
    desk.publish()
    desk.set_site(state)

    with pytest.raises(Conflict, match=words), transaction():
        promote_waitlist(application_id=waiting.id, actor=desk.lead)

    db.session.expire_all()
    assert (waiting.stage, desk.openings[0].seats_taken) == ("waitlisted", 0)
