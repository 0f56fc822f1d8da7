"""A batch: looked at, confirmed by its number, published once, its mails held and released."""

import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.states import Stage
from app.core import jobs
from app.core.db import db, transaction
from app.decisions.models import Batch, BatchItem
from app.decisions.states import BatchState, ItemState
from app.mail.models import Message
from app.mail.purposes import OUTCOMES
from app.mail.states import MessageState
from tests.factories import grant, make_call, make_person


def prepare(client, call):
    page = f"/en/team/calls/{call.key}/decisions"
    return client.send(f"/en/team/calls/{call.key}/batches", {"hold": "1"}, page=page).location


def outcome_mails():
    return db.session.scalars(sa.select(Message.state).where(Message.purpose.in_(OUTCOMES))).all()


def test_the_wrong_number_publishes_nothing(sign_in, lead, decided, stage):
    call, accepted, _refused = decided()
    client = sign_in(lead)
    batch = prepare(client, call)

    page = client.send(batch, {"number": "3"})

    assert page.status_code == 422
    assert "Type the number of files: 2." in page.text
    assert stage(accepted) is Stage.DECIDED


def test_publishing_twice_sends_no_second_mail(sign_in, lead, decided, stage):
    call, accepted, refused = decided()
    client = sign_in(lead)
    batch = prepare(client, call)
    token = client.get(batch).text.split('name="csrf_token" value="')[1].split('"')[0]

    first = client.post(batch, data={"csrf_token": token, "number": "2"})
    jobs.run_all()
    second = client.post(batch, data={"csrf_token": token, "number": "2"})
    jobs.run_all()

    assert first.status_code == second.status_code == 303
    assert stage(accepted) is Stage.OFFERED
    assert stage(refused) is Stage.REJECTED
    assert outcome_mails() == [MessageState.HELD, MessageState.HELD]


def test_held_mails_are_released_at_once(sign_in, lead, decided, mailbox):
    call, *_files = decided()
    client = sign_in(lead)
    batch = prepare(client, call)
    client.send(batch, {"number": "2"})
    jobs.run_all()
    mailbox.sent.clear()

    answer = client.send(f"{batch}/release", page=batch)
    jobs.run_all()

    assert answer.status_code == 303
    assert len(mailbox.sent) == 2
    assert outcome_mails() == [MessageState.SENT, MessageState.SENT]


def test_a_batch_of_another_call_is_not_there(sign_in, lead, decided):
    call, *_files = decided()
    batch = prepare(sign_in(lead), call)
    other = grant(make_person(), Role.LEAD, call_id=make_call().id)

    assert sign_in(other).get(batch).status_code == 404
    assert sign_in(make_person(Role.STAFF)).get(batch).status_code == 200


def test_a_number_too_long_to_read_publishes_nothing(sign_in, lead, decided):
    call, *_files = decided()
    client = sign_in(lead)

    assert client.send(prepare(client, call), {"number": "2" * 5000}).status_code == 422


def test_refused_files_are_counted(sign_in, lead, decided):
    call, *_files = decided()
    client = sign_in(lead)
    batch = prepare(client, call)
    one = db.session.scalars(sa.select(BatchItem).limit(1)).one()
    with transaction():
        db.session.execute(sa.update(BatchItem).values(state=ItemState.DONE))
        db.session.execute(
            sa.update(BatchItem).where(BatchItem.decision_id == one.decision_id).values(state=ItemState.REFUSED)
        )
        db.session.execute(sa.update(Batch).values(state=BatchState.PUBLISHED))

    for page in (batch, f"/en/team/calls/{call.key}/decisions"):
        assert "1 published, 1 refused" in client.get(page).text


def test_a_list_prepared_earlier_is_named_until_it_is_published(sign_in, lead, decided):
    call, *_files = decided()
    client = sign_in(lead)
    page, warning = f"/en/team/calls/{call.key}/decisions", "A list prepared earlier was not published:"
    before = client.get(page).text
    batch = prepare(client, call)
    between = client.get(page).text
    client.send(batch, {"number": "2"})
    jobs.run_all()

    assert warning not in before
    assert warning in between
    assert batch in between.split(warning)[1].split("</p>")[0]
    assert warning not in client.get(page).text
