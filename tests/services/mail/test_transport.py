"""Handing over to real mail servers: what they refuse, how the line is encrypted, what the headers say."""

import datetime
import email.policy
import ipaddress
import socket
import ssl
from contextlib import contextmanager
from email import message_from_bytes
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.core import jobs
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.mail import queries, transport
from app.mail.purposes import NOT_NEEDED, Purpose
from app.mail.services.enqueue import enqueue
from app.mail.states import MessageState
from tests.services.mail.test_enqueue import RECEIPT, To, _enqueue

PLAIN = {
    "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": 0, "MAIL_USE_TLS": False, "MAIL_USE_SSL": False,
    "MAIL_FROM": "W <no-reply@wijha.example>", "OPERATOR_EMAIL": "aide@wijha.example",
}  # fmt: skip


class Inbox:
    """Keeps what it takes; `answers` are its replies by stage (EHLO, MAIL, RCPT, DATA)."""

    def __init__(self, **answers):
        self.answers, self.taken = answers, []

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):
        session.host_name = hostname
        return [self.answers["EHLO"]] if "EHLO" in self.answers else responses

    async def handle_HELO(self, _server, session, _envelope, hostname):
        session.host_name = hostname
        return self.answers.get("EHLO", "250 OK")

    async def handle_MAIL(self, _server, _session, envelope, address, _options):
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, _server, _session, envelope):
        if "DATA" not in self.answers:
            content = message_from_bytes(envelope.original_content, policy=email.policy.default)
            self.taken.append((envelope.rcpt_tos, content))
        return self.answers.get("DATA", "250 OK")


@contextmanager
def server(inbox, *, settings=None, tls=None, port=0, **options):
    """The settings of a transport for a running server; `tls` is “STARTTLS” or “at once”."""
    options = {"enable_SMTPUTF8": False} | options
    options |= {"tls_context": settings.pop("context")} if tls == "STARTTLS" else {}
    context = {"ssl_context": settings.pop("context")} if tls == "at once" else {}
    with probe() as free:
        controller = Controller(inbox, hostname="127.0.0.1", port=port or free, **context, **options)
    controller.start()
    before = transport.current()
    try:
        kinds = {"MAIL_USE_TLS": tls == "STARTTLS", "MAIL_USE_SSL": tls == "at once"}
        transport.use(transport.SmtpTransport(PLAIN | kinds | {"MAIL_PORT": controller.port} | (settings or {})))
        yield transport.current()
    finally:
        transport.use(before)
        controller.stop()


@contextmanager
def probe():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number = one.getsockname()[1]
    yield number


def _delivered(message, inbox):
    with server(inbox):
        jobs.run_all()
    db.session.expire_all()
    return message.state, message.last_error


def test_a_real_server_receives_it_with_the_address_for_answers():
    inbox, message = Inbox(), _enqueue()

    assert _delivered(message, inbox) == (MessageState.SENT, None)
    ((to, content),) = inbox.taken
    assert (to, content["To"], content["Reply-To"]) == (["a@b.ma"], "a@b.ma", "aide@wijha.example")
    assert content["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("RCPT", "500 what"), ("RCPT", "501 no"), ("RCPT", "521 takes no mail"), ("RCPT", "550 5.1.1 no such user"),
        ("RCPT", "553 wrong name"), ("RCPT", "554 5.7.1 refused"), ("DATA", "550 5.7.1 spam"),
        ("DATA", "552 too large"), ("DATA", "554 refused"), ("DATA", "541 no"), ("MAIL", "552 5.3.4 too large"),
    ],
)  # fmt: skip
def test_what_is_refused_for_good_is_not_tried_again(stage, answer):
    message = _enqueue()

    state, said = _delivered(message, Inbox(**{stage: answer}))

    assert (state, answer in said) == (MessageState.FAILED, True)
    assert jobs.due() == []


@pytest.mark.parametrize(
    ("stage", "answer"), [("RCPT", "450 greylisted"), ("RCPT", "421 busy"), ("DATA", "452 full"), ("MAIL", "451 later")]
)
def test_a_server_that_asks_to_come_back_is_asked_again(stage, answer):
    message = _enqueue()

    state, said = _delivered(message, Inbox(**{stage: answer}))

    assert (state, answer in said, message.blocked) == (MessageState.QUEUED, True, False)


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("EHLO", "554 no service for you"), ("MAIL", "550 5.7.1 sender not allowed"), ("MAIL", "553 not your domain"),
        ("MAIL", "530 authentication required"), ("RCPT", "530 authentication required"), ("RCPT", "503 AUTH first"),
        ("RCPT", "554 5.7.1 Relay access denied"), ("DATA", "530 Must issue STARTTLS"),
    ],
)  # fmt: skip
def test_what_is_refused_for_our_settings_waits_for_them(stage, answer):
    """Not for two days: until they are mended; only then do the two days begin."""
    message = _enqueue()
    assert _delivered(message, Inbox(**{stage: answer}))[0] is MessageState.QUEUED
    with at(utcnow() + datetime.timedelta(days=9)):
        assert _delivered(message, Inbox(**{stage: answer}))[0] is MessageState.QUEUED
        assert (message.blocked, message.first_tried_at) == (True, None)
        assert queries.count_blocked()[0] == 1
    with at(utcnow() + datetime.timedelta(days=10)):
        assert _delivered(message, Inbox())[0] is MessageState.SENT
        assert (message.blocked, queries.count_blocked()) == (False, (0, ""))


def test_a_server_that_refuses_the_connection_is_a_matter_of_settings():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse():
            connection, _address = listener.accept()
            with connection:
                connection.sendall(b"554 no service for you\r\n")
                connection.recv(100)

        thread = Thread(target=refuse)
        thread.start()
        with pytest.raises(transport.Misconfigured, match="554 no service"):
            transport.SmtpTransport(PLAIN | {"MAIL_PORT": listener.getsockname()[1]}).send(_enqueue())
        thread.join()


def _refusing(**settings):
    with server(Inbox(), settings=settings, auth_require_tls=False) as sender:
        sender.send(_enqueue())


def test_a_sign_in_that_is_not_possible_is_a_matter_of_settings():
    with pytest.raises(transport.Misconfigured):
        _refusing(MAIL_USERNAME="u", MAIL_PASSWORD="wrong")


def test_a_server_without_encryption_is_a_matter_of_settings():
    with pytest.raises(transport.Misconfigured, match="STARTTLS"):
        _refusing(MAIL_USE_TLS=True)


def test_a_server_that_does_not_exist_is_a_matter_of_settings():
    with pytest.raises(transport.Misconfigured):
        transport.SmtpTransport(PLAIN | {"MAIL_SERVER": "smtp.invalid", "MAIL_PORT": 25}).send(_enqueue())


def test_a_server_that_is_away_is_not():
    with probe() as port, pytest.raises(transport.TemporaryFailure):
        transport.SmtpTransport(PLAIN | {"MAIL_PORT": port}).send(_enqueue())


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Makes the context of a server for a name, and says whether clients trust it."""

    def make(*, name="127.0.0.1", trusted=True):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
        now = datetime.datetime.now(datetime.UTC)
        names = [x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)]
        made = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        file, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(file))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file, secret)
        return context

    return make


@pytest.mark.parametrize("tls", ["STARTTLS", "at once"])
def test_an_encrypted_line_with_a_good_certificate_carries_mail(certificate, tls):
    inbox = Inbox()
    with server(inbox, settings={"context": certificate()}, tls=tls) as sender:
        sender.send(_enqueue())

    assert len(inbox.taken) == 1


@pytest.mark.parametrize("tls", ["STARTTLS", "at once"])
@pytest.mark.parametrize("wrong", [{"trusted": False}, {"name": "other.example"}])
def test_a_certificate_that_proves_nothing_gets_no_mail(certificate, tls, wrong):
    inbox = Inbox()
    with (
        server(inbox, settings={"context": certificate(**wrong)}, tls=tls) as sender,
        pytest.raises(transport.Misconfigured, match="certificate"),
    ):
        sender.send(_enqueue())

    assert inbox.taken == []


@pytest.mark.parametrize(
    "address", ["a@b.ma, c@d.ma", "a@b.ma\nBcc: c@d.ma", "nobody", "a b@c.ma", "<a@b.ma> c@d.ma", "@b.ma", "a@b_c"]
)
def test_an_old_row_without_an_address_fails_at_once_and_in_words(address):
    message, inbox = _enqueue(), Inbox()
    with transaction():
        message.to_email = address

    assert _delivered(message, inbox) == (MessageState.FAILED, transport.NO_ADDRESS)
    assert inbox.taken == []


def test_an_old_row_that_the_server_cannot_carry_fails_at_once_and_in_words():
    message, inbox = _enqueue(), Inbox()
    with transaction():
        message.to_email = "سلمى@b.ma"

    assert _delivered(message, inbox) == (MessageState.FAILED, transport.NOT_CARRIED)


def test_a_server_that_carries_such_letters_gets_the_mail():
    message, inbox = _enqueue(), Inbox()
    with transaction():
        message.to_email = "سلمى@b.ma"
    with server(inbox, enable_SMTPUTF8=True):
        jobs.run_all()

    assert [to for to, _content in inbox.taken] == [["سلمى@b.ma"]]


def test_a_domain_goes_out_as_punycode():
    message, inbox = _enqueue(), Inbox()
    with transaction():
        message.to_email = "salma@événement.ma"

    assert _delivered(message, inbox)[0] is MessageState.SENT
    assert [(to, content["To"]) for to, content in inbox.taken] == [
        (["salma@xn--vnement-9xab.ma"], "salma@xn--vnement-9xab.ma")
    ]


STOP = "https://wijha.example/fr/returns/stop/token"


@pytest.mark.parametrize("purpose", sorted(NOT_NEEDED))
def test_every_mail_that_is_not_needed_can_be_stopped_with_one_click(purpose):
    values = {
        "startup": "Atlas", "campaign": RECEIPT["call"], "until": utcnow(), "link": "https://x.example/", "stop_link": STOP
    }  # fmt: skip
    with transaction():
        message = enqueue(purpose, to=To(), values=values)
    inbox = Inbox()

    assert _delivered(message, inbox)[0] is MessageState.SENT
    ((_to, content),) = inbox.taken
    assert content["List-Unsubscribe"] == f"<{STOP}>"
    assert content["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert STOP in content.get_body(("plain",)).get_content()


def test_one_table_says_which_mails_can_be_stopped():
    with transaction(), pytest.raises(ValueError, match="stop_link"):
        enqueue(Purpose.RETURN_REMINDER, to=To(), values={})
    with transaction(), pytest.raises(ValueError, match="stop_link"):
        enqueue(Purpose.RECEIPT, to=To(), values=RECEIPT | {"stop_link": STOP})
