import pytest

from app.core import audit, jobs
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.decisions import queries
from app.decisions.models import BatchItem, Offer, WaitlistEntry
from app.decisions.services.preview_batch import preview_batch
from app.decisions.services.publish_batch import publish_some, start_publishing
from app.decisions.services.reopen import reopen
from app.decisions.services.undo import undo
from app.decisions.states import DecisionKind, ItemState
from app.mail.models import Message
from app.mail.states import MessageState
from app.programmes.states import SiteState
from tests.factories import make_call, make_person
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk():
    return Desk(make_call(seats=2))


def _mails(application):
    rows = db.session.query(Message).filter_by(about_id=application.id)
    return sorted(message.purpose for message in rows)


def test_each_kind_becomes_what_it_says(desk):
    files = {kind: desk.file() for kind in DecisionKind}
    for kind, application in files.items():
        desk.decide(application, kind)

    batch = desk.publish()

    assert {kind: (a.stage, a.shown) for kind, a in files.items()} == {
        "accept": ("offered", "offered"),
        "waitlist": ("waitlisted", "waitlisted"),
        "redirect": ("redirected", "redirected"),
        "reject": ("rejected", "rejected"),
    }
    assert _mails(files[DecisionKind.REJECT]) == ["receipt", "rejected"]
    assert (db.session.query(Offer).count(), db.session.query(WaitlistEntry).count()) == (1, 1)
    assert queries.batch(batch.id).state == "published"


def test_held_mails_wait_for_a_human(desk):
    application = desk.file()
    desk.decide(application)

    desk.publish(hold=True)

    message = db.session.query(Message).filter_by(about_id=application.id, purpose="offer").one()
    assert message.state is MessageState.HELD


def test_the_number_has_to_be_typed(desk):
    desk.decide(desk.file())
    with transaction():
        batch = preview_batch(call_id=desk.call.id, actor=desk.lead)

    with pytest.raises(InvalidInput), transaction():
        start_publishing(batch_id=batch.id, actor=desk.lead, typed_number=7)
    with pytest.raises(NotAllowed), transaction():
        start_publishing(batch_id=batch.id, actor=make_person(), typed_number=1)


def test_nothing_to_publish_is_said(desk):
    with pytest.raises(Conflict), transaction():
        preview_batch(call_id=desk.call.id, actor=desk.lead)


def test_a_stale_file_is_refused_and_the_others_go_on(desk):
    stale, good = desk.file(), desk.file()
    desk.decide(stale)
    desk.decide(good)
    with transaction():
        batch = preview_batch(call_id=desk.call.id, actor=desk.lead)
    with transaction():
        undo(application_id=stale.id, actor=desk.lead)
    with transaction():
        start_publishing(batch_id=batch.id, actor=desk.lead, typed_number=2)
    jobs.run_all()

    db.session.expire_all()
    states = {item.decision_id: item.state for item in db.session.query(BatchItem)}
    assert sorted(states.values()) == [ItemState.DONE, ItemState.REFUSED]
    assert (stale.stage, good.stage) == ("under_review", "offered")


def test_a_repeated_job_publishes_nothing_twice(desk):
    application = desk.file()
    desk.decide(application)
    batch = desk.publish()

    with transaction():
        assert publish_some(batch_id=batch.id) is False

    assert _mails(application) == ["offer", "receipt"]


def test_reopening_cancels_unsent_mail_and_tells(desk):
    application = desk.file()
    desk.decide(application)
    desk.publish(hold=True)

    with pytest.raises(InvalidInput), transaction():
        reopen(application_id=application.id, actor=desk.lead, reason=" ")
    with transaction():
        reopen(application_id=application.id, actor=desk.lead, reason="Une pièce manquait")

    db.session.expire_all()
    states = {m.purpose: m.state for m in db.session.query(Message).filter_by(about_id=application.id)}
    assert (application.stage, application.shown) == ("under_review", "nothing")
    assert states["offer"] is MessageState.DISCARDED
    assert states["reopened"] is MessageState.QUEUED
    assert desk.openings[0].seats_taken == 0
    assert audit.history(application.id)[0].reason == "Une pièce manquait"


def test_two_answers_never_wait_for_one_file(desk):
    from app.mail.purposes import Purpose
    from app.mail.services.enqueue import enqueue

    application = desk.file()
    desk.decide(application)
    desk.publish(hold=True)

    with pytest.raises(Conflict, match="still waits"), transaction():
        enqueue(Purpose.REJECTED, to=desk.owner, about_id=application.id, values={})


def test_a_site_paused_meanwhile_takes_nobody_and_the_others_go_on(desk):
    here, elsewhere = desk.file(), desk.file()
    desk.decide(here)
    desk.decide(elsewhere, opening=desk.openings[1])
    desk.set_site(SiteState.PAUSED)

    desk.publish()

    assert (here.stage, elsewhere.stage) == ("decided", "offered")
    refused = db.session.query(BatchItem).filter_by(state="refused").one()
    assert "is paused" in refused.message
