"""How a message leaves: the mail server, or a folder of files in development."""

import smtplib
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from threading import Timer
from typing import Any, Protocol

from app.mail.models import Message

LONGEST_WAIT, LONGEST_SEND = 20, 60
"""Seconds for one answer of the server, and for one message from the connection on."""


class TemporaryFailure(Exception):
    """The server did not answer or asked to come back."""


class PermanentFailure(Exception):
    """The server refused the message for good."""


class Transport(Protocol):
    def send(self, message: Message) -> None:
        """Return when the server has accepted the message; raise a failure otherwise."""


def compose(message: Message, sender: str) -> EmailMessage:
    """The MIME message; its Message-ID is the row's, so a repeat can be recognised."""
    mime = EmailMessage()
    mime["Subject"] = message.subject
    mime["From"] = sender
    mime["To"] = message.to_email
    mime["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].rstrip('>') or 'wijha.example'}>"
    mime["Content-Language"] = message.language
    mime["Auto-Submitted"] = "auto-generated"
    mime.set_content(message.body)
    mime.add_alternative(message.html, subtype="html")
    return mime


class FolderTransport:
    """Each message becomes one file named after its row: sending twice changes nothing."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder, self.sender = folder, sender

    def send(self, message: Message) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{message.id}.eml").write_bytes(compose(message, self.sender).as_bytes())


@contextmanager
def _connected(host: str, port: int) -> Iterator[smtplib.SMTP]:
    """A server that takes longer than LONGEST_SEND for everything together is hung up on, also if it trickles."""
    server = smtplib.SMTP(timeout=LONGEST_WAIT)
    # the name that a certificate must have
    server._host = host  # type: ignore[attr-defined]
    hang_up = Timer(LONGEST_SEND, _hang_up, [server])
    hang_up.daemon = True
    hang_up.start()
    try:
        with server:
            code, text = server.connect(host, port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, text)
            yield server
    finally:
        hang_up.cancel()


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):  # it was closed meanwhile
            server.sock.shutdown(socket.SHUT_RDWR)


class SmtpTransport:
    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def send(self, message: Message) -> None:
        get = self.settings.get
        try:
            with _connected(get("MAIL_SERVER", ""), get("MAIL_PORT", 25)) as server:
                if get("MAIL_USE_TLS"):
                    server.starttls()
                if get("MAIL_USERNAME"):
                    server.login(get("MAIL_USERNAME") or "", get("MAIL_PASSWORD") or "")
                server.send_message(compose(message, str(get("MAIL_FROM"))))
        except smtplib.SMTPRecipientsRefused as error:
            if any(code >= 500 for code, _ in error.recipients.values()):
                raise PermanentFailure(str(error)) from error
            raise TemporaryFailure(str(error)) from error
        except smtplib.SMTPResponseException as error:
            kind = PermanentFailure if error.smtp_code >= 550 else TemporaryFailure
            raise kind(f"{error.smtp_code} {error.smtp_error!r}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryFailure(str(error)) from error


_current: list[Transport] = []


def use(transport: Transport) -> None:
    _current[:] = [transport]


def current() -> Transport:
    return _current[0]


def connect(settings: Mapping[str, Any]) -> None:
    """The mail server if one is named, else the folder."""
    if settings["MAIL_SERVER"]:
        use(SmtpTransport(settings))
    else:
        use(FolderTransport(Path(settings["MAIL_FOLDER"]), settings["MAIL_FROM"]))
