"""Deliver, release, discard, resend."""

import socket
import time
from contextlib import suppress
from datetime import timedelta
from threading import Thread

import pytest

from app.core import audit, jobs
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.mail import delivery, transport
from app.mail.purposes import OUTCOMES, Purpose
from app.mail.services.discard import discard
from app.mail.services.release import release
from app.mail.services.resend import resend
from app.mail.states import MessageState
from tests.factories import make_person
from tests.services.mail.test_enqueue import _enqueue
from tests.services.mail.test_transport import PLAIN


def _state(message):
    db.session.expire_all()
    return message.state


def test_a_server_that_is_away_loses_and_doubles_nothing(mailbox):
    mailbox.down = True
    message = _enqueue()
    jobs.run_all()
    assert (_state(message), message.last_error) == (MessageState.QUEUED, "away")

    mailbox.down = False
    with at(utcnow() + timedelta(hours=1)):
        jobs.run_all()
        jobs.run_all()

    assert _state(message) is MessageState.SENT
    assert [m.id for m in mailbox.sent] == [message.id]


def test_after_two_days_it_failed_and_can_be_sent_again(mailbox):
    mailbox.down = True
    message = _enqueue()
    moment = utcnow()
    for _ in range(12):
        moment += timedelta(hours=6)
        with at(moment):
            jobs.run_all()
    assert _state(message) is MessageState.FAILED

    mailbox.down = False
    with transaction():
        resend(message_id=message.id, actor=make_person())
    jobs.run_all()

    assert _state(message) is MessageState.SENT


def test_a_mail_held_for_days_is_tried_for_two_days_from_its_release(mailbox):
    message = _enqueue(hold=True)
    mailbox.down = True
    released = utcnow() + timedelta(days=5)
    with at(released):
        with transaction():
            release(message_ids=[message.id], actor=make_person())
        jobs.run_all()
    assert _state(message) is MessageState.QUEUED
    with at(released + timedelta(days=1, hours=23)):
        jobs.run_all()
    assert _state(message) is MessageState.QUEUED

    with at(released + timedelta(days=2, hours=1)):
        jobs.run_all()

    assert _state(message) is MessageState.FAILED


def test_a_mail_sent_again_has_two_days_again(mailbox):
    mailbox.down = True
    message = _enqueue()
    jobs.run_all()
    later = utcnow() + timedelta(days=3)
    with at(later):
        jobs.run_all()
        assert _state(message) is MessageState.FAILED
        with transaction():
            resend(message_id=message.id, actor=make_person())
        jobs.run_all()

    assert _state(message) is MessageState.QUEUED


def test_mails_to_many_take_turns_with_those_to_one_person():
    """A new password does not wait for a thousand answers that were written before."""
    kinds = {purpose: delivery.kind_for(purpose) for purpose in Purpose}

    assert {kinds[purpose] for purpose in OUTCOMES} == {"mail.deliver_to_many"}
    assert kinds[Purpose.RESET_PASSWORD] == kinds[Purpose.CONFIRM_EMAIL] == "mail.deliver"


def test_a_server_that_trickles_is_hung_up_on(monkeypatch):
    """It answers a sign every now and then, so that no single wait is too long."""
    monkeypatch.setattr(transport, "LONGEST_SEND", 1)
    listener = socket.create_server(("127.0.0.1", 0))

    def trickle():
        connection, _address = listener.accept()
        with connection, suppress(OSError):
            while True:
                connection.sendall(b"2")
                time.sleep(0.05)

    thread = Thread(target=trickle)
    thread.start()
    server = transport.SmtpTransport(PLAIN | {"MAIL_PORT": listener.getsockname()[1]})
    message, begun = _enqueue(), time.monotonic()

    with pytest.raises(transport.TemporaryFailure):
        server.send(message)

    assert time.monotonic() - begun < 5
    thread.join()
    listener.close()


def test_a_refused_address_fails_at_once():
    class Refusing:
        def send(self, message):
            raise transport.PermanentFailure("550 no such user")

    before = transport.current()
    transport.use(Refusing())
    message = _enqueue()
    jobs.run_all()
    transport.use(before)

    assert (_state(message), message.last_error) == (MessageState.FAILED, "550 no such user")


def test_releasing_and_discarding_leave_a_trace(mailbox):
    actor = make_person()
    first, second = _enqueue(hold=True), _enqueue(hold=True)
    with transaction():
        assert release(message_ids=[first.id], actor=actor) == 1
        discard(message_id=second.id, actor=actor, reason="double")
    jobs.run_all()

    assert (_state(first), _state(second)) == (MessageState.SENT, MessageState.DISCARDED)
    assert audit.history(second.id)[0].reason == "double"
    with pytest.raises(Conflict), transaction():
        release(message_ids=[second.id], actor=actor)


def test_the_folder_writes_one_file_per_message(tmp_path):
    from app.mail.transport import FolderTransport

    message = _enqueue()
    folder = FolderTransport(tmp_path, sender="Wijha <no-reply@wijha.example>", reply_to="aide@wijha.example")
    folder.send(message)
    folder.send(message)

    files = list(tmp_path.iterdir())
    assert [file.name for file in files] == [f"{message.id}.eml"]
    assert b"Message-ID: <" + str(message.id).encode() in files[0].read_bytes()
