"""Sessions that the server knows: each sign-in is a row, ended by sign-out or by lying idle; no cookie outlives it."""

from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, after_this_request, current_app, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security.utils import set_request_attr
from sqlalchemy.exc import OperationalError

from app.accounts import policy
from app.accounts.models import Person
from app.accounts.sessions import begin_session, end_session, find_session, touch_session
from app.accounts.tokens import hash_token, new_token
from app.core.clock import utcnow
from app.core.db import db, short_write
from app.web.access import is_signed_in

log = structlog.get_logger(__name__)
KEY = "signed_in"
"""Where the secret of the row stands in the signed cookie."""
TOUCHED_EVERY = timedelta(minutes=5)
CHANGE = "security.change_password"
"""Signs the person in anew, for as long as before."""


def init_app(app: Flask) -> None:
    manager: Any = app.login_manager  # type: ignore[attr-defined]
    manager.user_loader(load_person)
    manager.request_loader(lambda _request: None)  # a token in an address or a header opens nothing
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    app.before_request(_touch)


def load_person(uniquifier: str) -> Person | None:
    """Who the session's cookie belongs to: None when it was ended, lay idle for too long, or the account is locked."""
    found = find_session(uniquifier, hash_token(session.get(KEY, "")))
    if found is None:
        return None
    person, seen_at = found
    if not person.active or utcnow() - seen_at > longest_idle(person):
        return None
    g.session_seen_at = seen_at
    set_request_attr("fs_authn_via", "session")  # what the library's own loader says to its views
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return person


def longest_idle(person: Person) -> timedelta:
    """How long a session of this person may lie unused."""
    limit = "APPLICANT_IDLE" if policy.may_stay_signed_in(person) else "STAFF_IDLE"
    return current_app.config[limit]  # type: ignore[no-any-return]


def open_session(person: Person) -> str:
    """Write the row of a sign-in; returns the secret for the cookie."""
    token, token_hash = new_token()
    now = utcnow()
    forget_before = now - max(current_app.config["APPLICANT_IDLE"], current_app.config["STAFF_IDLE"])
    begin_session(person_id=person.id, token_hash=token_hash, now=now, forget_before=forget_before)
    return token


def _begin(_app: Flask, user: Person) -> None:
    """After the response is made: the library writes what it has to write first."""
    stays = session.pop("_remember", "") == "set" or (request.endpoint == CHANGE and session.permanent)
    session.permanent = stays and policy.may_stay_signed_in(user)
    before = session.pop(KEY, "")

    @after_this_request
    def write(response: Any) -> Any:
        with short_write():
            end_session(hash_token(before))
            session[KEY] = open_session(user)
        return response


def _end(_app: Flask, **_user: Any) -> None:
    before = session.pop(KEY, "")
    session.permanent = False

    @after_this_request
    def write(response: Any) -> Any:
        with short_write():
            end_session(hash_token(before))
        return response


def _touch() -> None:
    """Note every few minutes that the session is in use; a page is never refused because that could not be written."""
    if not request.endpoint or request.endpoint == "static" or KEY not in session or not is_signed_in():
        return
    now = utcnow()
    if now - g.get("session_seen_at", now) < TOUCHED_EVERY:
        return
    try:
        with short_write():
            touch_session(hash_token(session[KEY]), now)
        session.modified = True  # the cookie's own age is counted from its last writing
    except OperationalError as error:
        log.warning("a session could not be touched", error=type(error).__name__)
        db.session.rollback()
