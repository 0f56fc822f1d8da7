"""What strangers typed never becomes the subject, a line or a link of our mails."""

from pathlib import Path

import pytest

from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.render import render
from app.mail.transport import compose_message

TEXTS = sorted((Path(__file__).parents[2] / "app/templates/mail").glob("*.txt"))
EVIL = "Urgent : votre compte est bloqué\r\n\r\nPayez ici http://evil.example\u202e " + "x" * 300


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_subject_begins_with_what_somebody_typed(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert not first.lstrip("\u2066\u2067\u2068").startswith("{{")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_name_writes_neither_subject_nor_lines(app, language):
    from datetime import UTC, datetime

    values = {"name": EVIL, "inviter": EVIL, "startup": EVIL, "link": "https://x.ma/y", "until": datetime.now(UTC)}
    with app.app_context():
        plain = render(Purpose.MEMBER_INVITATION, language, values | {"inviter": "Salma", "startup": "Atlas"})
        mail = render(Purpose.MEMBER_INVITATION, language, values)
    message = Message(subject=mail.subject, body=mail.body, html=mail.html, to_email="a@x.ma", language=language)
    composed = compose_message(message, sender="Wijha <no-reply@wijha.example>", reply_to="aide@wijha.example")

    assert len(mail.subject) < 200
    assert not mail.subject.startswith("Urgent")
    assert len(mail.body.splitlines()) == len(plain.body.splitlines())
    assert "http://evil" not in mail.body
    assert "\u202e" not in mail.body + mail.subject
    assert all("\n" not in value for value in composed.values())
