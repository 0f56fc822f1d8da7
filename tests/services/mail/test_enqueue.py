from dataclasses import dataclass
from datetime import date

import pytest

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.mail import render
from app.mail.purposes import Purpose
from app.mail.services.enqueue import enqueue
from app.mail.states import MessageState
from tests.factories import texts


@dataclass
class To:
    email: str = "a@b.ma"
    full_name: str = "Salma"
    language: str = "fr"


RECEIPT = {
    "startup": "Atlas", "reference": "WJ-2026-AAAAA-1", "call": texts("Appel"), "sent_at": utcnow(),
    "answers_by": date(2026, 12, 1), "link": "https://x.example/fr/applications/1",
}  # fmt: skip


def _enqueue(purpose=Purpose.RECEIPT, to=None, **values):
    options = {key: values.pop(key) for key in ("hold", "once_key", "about_id") if key in values}
    with transaction():
        return enqueue(purpose, to=to or To(), values=RECEIPT | values, **options)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_mail_is_written_in_the_recipients_language(language):
    message = _enqueue(to=To(language=language))

    assert "WJ-2026-AAAAA-1" in message.body
    assert f'lang="{language}"' in message.html
    assert '<a href="https://x.example/fr/applications/1"' in message.html


def test_an_empty_placeholder_is_an_error():
    for missing in ("", None):
        with pytest.raises(Conflict, match="placeholder"):
            _enqueue(reference=missing)


def test_an_unknown_placeholder_is_an_error():
    with transaction(), pytest.raises(Conflict):
        enqueue(Purpose.RECEIPT, to=To(), values={})


def test_no_template_is_a_visible_error(monkeypatch):
    with transaction(), pytest.raises(render.TemplateMissing):
        enqueue(Purpose.RECEIPT, to=To(language="de"), values=RECEIPT)


def test_a_name_never_becomes_a_link():
    message = _enqueue(startup="Visit https://evil.example now")

    assert "https://evil.example" not in message.body
    assert "evil.example now</a>" not in message.html


def test_a_repeat_is_refused_by_the_database():
    _enqueue(once_key="receipt:1")

    with pytest.raises(Conflict, match="already written"):
        _enqueue(once_key="receipt:1")


def test_held_ones_wait_and_others_are_delivered(mailbox):
    held, queued = _enqueue(hold=True), _enqueue()
    jobs.run_all()

    db.session.expire_all()
    assert [m.id for m in mailbox.sent] == [queued.id]
    assert (held.state, queued.state) == (MessageState.HELD, MessageState.SENT)


def test_every_purpose_has_three_texts(app):
    folder = f"{app.root_path}/templates/mail"
    from pathlib import Path

    present = {path.name for path in Path(folder).glob("*.txt")}
    assert present == {f"{purpose.value}.{code}.txt" for purpose in Purpose for code in ("fr", "ar", "en")}
