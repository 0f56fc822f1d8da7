"""What was posted without a valid session is kept for an hour and given back on its form.

One mechanism for every form of the product: the page is filled in where it leaves the application, so that no view
has to know of it. Files and passwords are never kept.
"""

import json
import re
import secrets
from datetime import timedelta
from typing import Any, TypedDict
from urllib.parse import urlparse

import structlog
from flask import Flask, Response, current_app, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.routing import RequestRedirect

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import NotFound, Unavailable
from app.extensions import ROOM, limiter
from app.files import storage
from app.web.access import SignedOut, is_signed_in, sign_in_address
from app.web.errors import page as refusal
from app.web.errors import words
from app.web.refill import refill
from app.web.shown import FIELD, ChangedMeanwhile

log = structlog.get_logger(__name__)
LARGEST = 256 * 1024
KEPT_FOR = timedelta(hours=1)
AT_ONCE = 5
"""So many forms of one browser are kept; the oldest goes first."""
NEVER_KEPT = ("csrf_token", FIELD, "password", "new_password", "code")
MARKS = ("seen", "row_version", "made")
"""Hidden fields that say what was seen; nobody typed them."""


IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Held(TypedDict):
    token: str
    action: str
    """Where the form was posted to; paths are without their language, which may be changed on the way."""
    page: str
    """Where the form stands."""
    autosave: str
    files: bool
    changed: bool
    """Somebody else changed meanwhile what the form was made from."""


def init_app(app: Flask) -> None:
    for lost in (CSRFError, SignedOut):
        app.register_error_handler(lost, lambda _error: hold())

    @app.errorhandler(ChangedMeanwhile)
    def changed(error: ChangedMeanwhile) -> Any:
        db.session.rollback()
        if wants_json():
            return refusal(409, words(error))
        flash(words(error), "warn")
        return hold(changed=True)

    @app.before_request
    def find() -> None:
        if request.method == "GET":
            g.held = next((one for one in _all() if one["page"] == _bare(request.path)), None)

    @app.after_request
    def give_back(response: Response) -> Response:
        if "held" in session:
            try:
                _after(response)
            except Unavailable as error:  # the page itself is right; the text is given back another time
                log.warning("kept text out of reach", error=type(error).__name__)
        return response


def _after(response: Response) -> None:
    if request.method == "POST" and response.status_code < 400 and not g.get("just_held"):
        _drop_what_was_saved()
    elif request.method == "GET" and g.get("held"):
        _give_back(response, g.held)


def hold(*, changed: bool = False) -> Any:
    """Keep what was posted and go to the form again, by the sign-in page if it is not open to all.

    Never for a form sent from another site; a script reads in one sentence that it is signed out.
    """
    if wants_json():
        return jsonify(error=_("You are signed out. Sign in in another tab: your text is kept here.")), 401
    sender = request.headers.get("Origin")
    if sender and urlparse(sender).netloc != request.host:
        return refusal(400, _("The page was open for too long. Go back, reload it and send again."))
    page = _page_of_form()
    if not page or (request.content_length or 0) > LARGEST:
        return refusal(400, _("The page was open for too long. Go back, reload it and send again."))
    try:
        _keep(page, changed=changed)
    except TooManyRequests:  # raised while a refusal is answered already, where nobody else would catch it
        return refusal(429)
    except HTTPException:
        raise
    except Exception as error:  # the browser still has the text: its owner can go back
        log.warning("a posted form could not be kept", error=type(error).__name__)
        return refusal(503)
    if is_signed_in() or _is_public():
        return redirect(page, 303)
    session["next"] = page
    flash(_("What you typed is kept for an hour. Sign in: it is back in its form."))
    return redirect(sign_in_address(), 303)


def wants_json() -> bool:
    """A script asks, not a person."""
    return request.accept_mimetypes.best == "application/json" or (request.endpoint or "").endswith("autosave")


def _page_of_form() -> str:
    """Where the form stands: the page it came from, else its own address, else the nearest page above."""
    came_from = urlparse(request.referrer or "")
    above = request.path
    candidates = [(came_from.path, came_from.query)] if came_from.netloc == request.host else []
    while above.count("/") > 1:
        candidates.append((above, ""))
        above = above.rpartition("/")[0]
    for path, query in candidates:
        if _is_page(path):
            return f"{path}?{query}" if query else path
    return ""


def _is_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, _values = adapter.match(path, method="GET") if adapter else ("", {})
    except (HTTPException, RequestRedirect):
        return False
    return endpoint not in ("", "static")


def _is_public() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "access", "") == "public"


@limiter.limit(ROOM)
def _keep(page: str, *, changed: bool) -> None:
    values = [(name, value) for name, texts in request.form.lists() for value in texts if not _is_secret(name)]
    text = json.dumps(values).encode()
    held = Held(
        token=secrets.token_hex(16), action=_bare(request.path), page=_bare(urlparse(page).path), autosave="",
        files=any(file.filename for file in request.files.values()), changed=changed,
    )  # fmt: skip
    storage.put(_key(held), text)
    with transaction():
        jobs.enqueue("file.forget", run_at=utcnow() + KEPT_FOR, key=_key(held))
    g.just_held = True
    others = [one for one in _all() if (one["action"], one["page"]) != (held["action"], held["page"])]
    for one in others[: max(0, len(others) - AT_ONCE + 1)]:
        _forget(one)
    session["held"] = [*others[-AT_ONCE + 1 :], held]


def _is_secret(name: str) -> bool:
    return name in NEVER_KEPT or "password" in name


def _is_typed(name: str, value: str) -> bool:
    return bool(value.strip()) and not name.startswith(MARKS) and not IDENTIFIER.fullmatch(value)


def _read(held: Held) -> list[tuple[str, str]]:
    """What was typed; nothing once the hour is over."""
    try:
        content = b"".join(storage.get(_key(held)))
    except NotFound:
        return []
    return [(name, value) for name, value in json.loads(content)]


def _give_back(response: Response, held: Held) -> None:
    """Fill the form in; what no field takes is shown, and a page that leads on takes the text along."""
    if response.status_code in (302, 303) and response.location:
        target = urlparse(response.location).path
        if target != urlparse(url_for("security.login")).path:
            _replace(held, Held(**{**held, "page": _bare(target)}))  # type: ignore[typeddict-item]
        return
    if response.status_code != 200 or response.mimetype != "text/html" or response.is_streamed:
        return
    values = _read(held)
    if not values:
        _replace(held, None)
        return
    own = _bare(request.path)
    found = refill(response.get_data(as_text=True), values, lambda path: (_bare(path) or own) == held["action"])
    left = [value for name, value in found.left if _is_typed(name, value)]
    notice = render_template(
        "components/held_notice.html", left=left, files=held["files"], differs=found.differs if held["changed"] else []
    )
    response.set_data(found.page.replace("<!--held-->", notice, 1))
    if found.autosave:
        _replace(held, Held(**{**held, "autosave": _bare(found.autosave)}))  # type: ignore[typeddict-item]


def _drop_what_was_saved() -> None:
    """The form was sent, or some of its answers were saved while typing: these are not given back again."""
    path = _bare(request.path)
    for held in _all():
        if held["action"] == path:
            _forget(held)
        elif held["autosave"] == path:
            left = [(name, value) for name, value in _read(held) if name.removeprefix("seen-") not in request.form]
            if any(_is_typed(name, value) for name, value in left):
                storage.put(_key(held), json.dumps(left).encode())
            else:
                _forget(held)


def _forget(held: Held) -> None:
    if storage.size(_key(held)) is not None:
        storage.delete(_key(held))
    _replace(held, None)


def _replace(held: Held, new: Held | None) -> None:
    session["held"] = [one for each in _all() if (one := new if each["token"] == held["token"] else each)]
    if not session["held"]:
        session.pop("held")


def _all() -> list[Held]:
    found = session.get("held")
    return found if isinstance(found, list) else []


def _bare(path: str) -> str:
    """The path without its language."""
    return path[3:] if path[1:3] in ("fr", "ar", "en") and path[3:4] in ("", "/") else path


def _key(held: Held) -> str:
    return f"held/{held['token']}"
