"""The brake on guessing: failures count per account however it is spelled, per half-done sign-in, and per source."""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, request, session
from flask_security.mail_util import EmailValidateException
from flask_security.proxies import _datastore, _security
from flask_security.signals import password_reset
from limits import parse

from app.core.i18n import N_
from app.extensions import ROOM, limiter
from app.web.access import is_signed_in, me

log = structlog.get_logger(__name__)
FAILURES = "10 per 15 minutes"
"""Of one account: passwords through any door, and codes."""
CODES_A_DAY = "30 per day"
CODES_A_CHALLENGE = "5 per hour"
"""Of one half-done sign-in: then the password is asked again."""
MAILS = "5 per hour"
SHUT_OUT = N_(
    "Too many wrong passwords were typed for this account. Is it yours? Ask for a new password: the link in the mail "
    "lets you in at once."
)
MAILED = N_("Several mails were asked for this address already. Open the latest: its link works.")
HALF_DONE = ("security.login", "security.confirm_email", "security.reset_password")
"""Where a sign-in begins that a code completes."""


def init_app(app: Flask) -> None:
    """Set the limits of the sign-in library's pages; a page that leads on did not fail."""
    password = [_failures(FAILURES, "password", account_key), _failures(ROOM, "password of source")]
    code = [
        _failures(FAILURES, "code", account_key),
        _failures(CODES_A_DAY, "code", account_key),
        _failures(CODES_A_CHALLENGE, "code of challenge", _challenge_key),
        _failures(ROOM, "code of source"),
    ]
    each_source = limiter.limit(ROOM, methods=["POST"])
    mail = limiter.limit(MAILS, methods=["POST"], key_func=_address_key, error_message=MAILED)
    for endpoint, limits in {
        "login": password, "verify": password, "change_password": password,
        "two_factor_token_validation": code, "mf_recovery": code,
        "register": [each_source], "send_confirmation": [each_source, mail], "forgot_password": [each_source, mail],
    }.items():  # fmt: skip
        _put(app, f"security.{endpoint}", limits)
    app.after_request(_begin_challenge)
    password_reset.connect(_release, app)


def _put(app: Flask, endpoint: str, limits: list[Any]) -> None:
    view: Any = app.view_functions[endpoint]
    access = view.access
    for limit in limits:
        view = limit(view)
    view.access = access
    app.view_functions[endpoint] = view


def _failures(amount: str, scope: str, key: Callable[[], str] | None = None) -> Any:
    message = SHUT_OUT if scope == "password" else None
    options: dict[str, Any] = {"methods": ["POST"], "deduct_when": _failed, "error_message": message}
    return limiter.shared_limit(amount, scope=scope, **(options | ({"key_func": key} if key else {})))


def _failed(response: Any) -> bool:
    return bool(response.status_code not in (302, 303))


def account_key() -> str:
    """The account a password or a code is tried for: of the signed-in person, of a half-done sign-in, or as typed."""
    if is_signed_in():
        return key_of(me().email)
    if request.endpoint not in HALF_DONE and (half_done := session.get("tf_user_id")):
        person = _datastore.find_user(fs_uniquifier=half_done)
        return key_of(person.email if person else half_done)
    return _address_key()


def _address_key() -> str:
    """The address as typed: who is written to, whoever asks."""
    return key_of(request.form.get("email") or "")


def key_of(email: str) -> str:
    """One key for every spelling that the sign-in takes for the same account; says nothing of the address."""
    try:
        email = _security.mail_util.normalize(email)
    except (EmailValidateException, ValueError):
        email = email.strip()
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold())
    return "account:" + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _challenge_key() -> str:
    return f"challenge:{session.get('challenge', '')}"


def _begin_challenge(response: Any) -> Any:
    """Each right password opens a challenge of its own; a cookie that is played again keeps its number."""
    if request.endpoint in HALF_DONE and request.method == "POST" and session.get("tf_user_id"):
        session["challenge"] = secrets.token_hex(8)
    return response


def _release(_app: Flask, user: Any, **_about: Any) -> None:
    """Whoever holds the mailbox is not shut out by the tries of others; the limit of codes a day stays."""
    if not limiter.enabled:
        return
    for scope in ("password", "code"):
        try:
            limiter.limiter.clear(parse(FAILURES), key_of(user.email), scope)
        except Exception as error:  # the store of the limits is away: the reset signs in by itself
            log.warning("a limit could not be cleared", error=type(error).__name__)
