"""What a signed-out person posted is kept as a file, shown again after the sign-in, and deleted once saved."""

import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlparse

from flask import request, session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import TooManyRequests

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import NotFound
from app.extensions import limiter
from app.files import storage
from app.web.access import to_sign_in
from app.web.errors import page as refusal

LARGEST = 64 * 1024
KEPT_FOR = timedelta(days=1)


def hold() -> Any:
    """Keep the posted page and go to the sign-in page; never for a form sent from another site."""
    origin = request.headers.get("Origin")
    if origin and urlparse(origin).netloc != request.host:
        return refusal(400)
    session["next"] = request.path
    text = json.dumps({key: values for key, values in request.form.lists() if key != "csrf_token"}).encode()
    try:
        if len(text) <= LARGEST:
            _keep(text)
    except TooManyRequests:  # raised while a refusal is answered already, where nobody else would catch it
        return refusal(429)
    return to_sign_in()


@limiter.limit("20 per hour")
def _keep(text: bytes) -> None:
    forget()
    token = secrets.token_hex(16)
    storage.put(_key(token), text)
    with transaction():
        jobs.enqueue("file.forget", run_at=utcnow() + KEPT_FOR, key=_key(token))
    session["held"] = {"token": token, "page": _page()}


def find() -> MultiDict[str, str] | None:
    """What was kept for this page, if anything."""
    known = session.get("held")
    if not known or known["page"] != _page():
        return None
    try:
        content = b"".join(storage.get(_key(known["token"])))
    except NotFound:
        session.pop("held")
        return None
    return MultiDict(json.loads(content))


def forget() -> None:
    """Delete what was kept for this page: it is saved now, or replaced."""
    known = session.pop("held", None)
    if known and storage.size(_key(known["token"])) is not None:
        storage.delete(_key(known["token"]))


def saved() -> None:
    """The page it was kept for is saved."""
    if session.get("held", {}).get("page") == _page():
        forget()


def _page() -> str:
    """The address without its language: it may be changed on the way."""
    return request.path[3:]


def _key(token: str) -> str:
    return f"held/{token}"
