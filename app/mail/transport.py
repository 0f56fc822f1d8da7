"""How a message leaves: the mail server, or a folder of files in development."""

import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from threading import Timer
from typing import Any, Protocol

from email_validator import EmailNotValidError, validate_email

from app.core.i18n import N_
from app.mail.models import Message

LONGEST_WAIT, LONGEST_SEND = 20, 60
"""Seconds for one answer of the server, and for one message from the connection on."""


class TemporaryFailure(Exception):
    """The server did not answer or asked to come back."""


class PermanentFailure(Exception):
    """The server refused the message for good."""


class Misconfigured(Exception):
    """The server refuses this installation, whatever the message: a setting has to be mended."""


NO_ADDRESS = N_("This is not an address that a mail can be sent to.")
NOT_CARRIED = N_("The mail server carries no address with such letters before the “@”.")
SETTINGS_CODES = frozenset({503, 530, 534, 535, 538})
"""Sign in first, sign in otherwise, encrypt first: never about one message."""
TOO_LARGE = 552


class Transport(Protocol):
    def send(self, message: Message) -> None:
        """Return when the server has accepted the message; raise a failure otherwise."""


def carried_address(text: str) -> str:
    """An address of an old row as a server takes it, the domain as punycode. Raises PermanentFailure in words."""
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
    except EmailNotValidError as error:
        raise PermanentFailure(NO_ADDRESS) from error
    return f"{found.local_part}@{found.ascii_domain}"


def compose_message(message: Message, *, sender: str, reply_to: str) -> EmailMessage:
    """The MIME message; its Message-ID is the row's, so a repeat can be recognised.

    What is not needed can be stopped with one click (RFC 8058). Raises PermanentFailure for an impossible address.
    """
    mime = EmailMessage()
    mime["Subject"] = message.subject
    mime["From"] = sender
    mime["Reply-To"] = reply_to
    mime["To"] = carried_address(message.to_email)
    mime["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].rstrip('>') or 'wijha.example'}>"
    mime["Content-Language"] = message.language
    mime["Auto-Submitted"] = "auto-generated"
    if message.stop_link:
        mime["List-Unsubscribe"] = f"<{message.stop_link}>"
        mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mime.set_content(message.body)
    mime.add_alternative(message.html, subtype="html")
    return mime


class FolderTransport:
    """Each message becomes one file named after its row: sending twice changes nothing."""

    def __init__(self, folder: Path, *, sender: str, reply_to: str) -> None:
        self.folder, self.sender, self.reply_to = folder, sender, reply_to

    def send(self, message: Message) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        mime = compose_message(message, sender=self.sender, reply_to=self.reply_to)
        (self.folder / f"{message.id}.eml").write_bytes(mime.as_bytes())


class SmtpTransport:
    """One connection for each message; where it is encrypted, the certificate is verified."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def send(self, message: Message) -> None:
        mime = compose_message(message, sender=self.settings["MAIL_FROM"], reply_to=self.settings["OPERATOR_EMAIL"])
        address = str(mime["To"])
        try:
            with self._connected() as server:
                if not address.isascii() and not server.has_extn("smtputf8"):
                    raise PermanentFailure(NOT_CARRIED)
                server.send_message(mime, to_addrs=[address])
        except smtplib.SMTPRecipientsRefused as error:
            ((code, text),) = error.recipients.values()
            raise _failure(code, text, ours=b"relay" in text.lower()) from error
        except smtplib.SMTPDataError as error:
            raise _failure(error.smtp_code, error.smtp_error, ours=False) from error
        except smtplib.SMTPResponseException as error:  # at the connection, the sign-in or the sender
            ours = error.smtp_code != TOO_LARGE
            raise _failure(error.smtp_code, error.smtp_error, ours=ours) from error
        except smtplib.SMTPServerDisconnected as error:
            raise TemporaryFailure(str(error)) from error
        except (smtplib.SMTPException, ssl.SSLError) as error:  # no STARTTLS, no way to sign in, a wrong certificate
            raise Misconfigured(str(error)) from error
        except OSError as error:
            unknown = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
            raise (Misconfigured if unknown else TemporaryFailure)(str(error)) from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A server that takes longer than LONGEST_SEND for everything is hung up on, also if it trickles."""
        get, context = self.settings.get, ssl.create_default_context()
        if get("MAIL_USE_SSL"):
            server: smtplib.SMTP = smtplib.SMTP_SSL(timeout=LONGEST_WAIT, context=context)
        else:
            server = smtplib.SMTP(timeout=LONGEST_WAIT)
        # the name that a certificate must have
        server._host = self.settings["MAIL_SERVER"]  # type: ignore[attr-defined]
        hang_up = Timer(LONGEST_SEND, _hang_up, [server])
        hang_up.daemon = True
        hang_up.start()
        try:
            with server:
                code, text = server.connect(self.settings["MAIL_SERVER"], self.settings["MAIL_PORT"])
                if code != 220:
                    raise smtplib.SMTPConnectError(code, text)
                if get("MAIL_USE_TLS"):
                    server.starttls(context=context)
                if get("MAIL_USERNAME"):
                    server.login(get("MAIL_USERNAME") or "", get("MAIL_PASSWORD") or "")
                server.ehlo_or_helo_if_needed()
                yield server
        finally:
            hang_up.cancel()


def _failure(code: int, text: bytes | str, *, ours: bool) -> Exception:
    """What a refusal means: `ours` when it is about this installation and not about the message."""
    said = f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    if code < 500:
        return TemporaryFailure(said)
    return Misconfigured(said) if ours or code in SETTINGS_CODES else PermanentFailure(said)


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):  # it was closed meanwhile
            server.sock.shutdown(socket.SHUT_RDWR)


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
        folder = Path(settings["MAIL_FOLDER"])
        use(FolderTransport(folder, sender=settings["MAIL_FROM"], reply_to=settings["OPERATOR_EMAIL"]))
