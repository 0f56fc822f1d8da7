"""Refusals and failures as pages in the reader's language, with a reference and never a trace."""

import errno
import math
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.core import i18n
from app.core.audit import request_id
from app.core.db import db
from app.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, Unavailable
from app.core.i18n import N_
from app.extensions import limiter

log = structlog.get_logger(__name__)
NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
"""The disk is full, gone or broken, or there are too many files."""
MOST_DRAINED = 64 * 1024 * 1024
STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    InvalidInput: 422,
    Conflict: 409,
    Unavailable: 503,
}
PAGES: dict[int, tuple[str, str]] = {
    400: (N_("This request could not be read"), N_("Go back, reload the page and try again.")),
    403: (N_("This page is not open to you"), N_("Your account does not give access to it. Ask an administrator.")),
    404: (N_("This page does not exist"), N_("The address may have a slip, or the page is not yours to see.")),
    405: (N_("This page does not exist"), N_("The address may have a slip, or the page is not yours to see.")),
    409: (N_("This is no longer possible"), N_("Something changed in the meantime. Reload the page to see it.")),
    413: (N_("The file is too large"), N_("Choose a PDF of at most 15 MB. This one was not stored.")),
    422: (N_("Something has to be corrected"), N_("Go back and look at what you typed.")),
    429: (N_("Too many tries"), N_("Wait a few minutes, then try again.")),
    500: (N_("Something went wrong on our side"), N_("Nothing you saved is lost. Try again; write to us if it stays.")),
    503: (N_("The service is away for a moment"), N_("Nothing you saved is lost. Try again in a minute.")),
}


def words(error: DomainError) -> str:
    """The message in the reader's language, with its values."""
    if "many" in error.values:
        return i18n.translate_count(error.message, error.values["many"], error.values["num"])
    return _(error.message, **error.values) if error.message else ""


def page(status: int, message: str = "") -> Any:
    """The answer for a refusal: a page, or JSON for a script that asked for it."""
    title, advice = PAGES.get(status, PAGES[500])
    reference = request_id.get()
    if request_ctx.url_adapter is None:  # an untrusted host: no address can be made for it
        return Response(f"{title}\n", status, mimetype="text/plain")
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=message or _(title), reference=reference), status, _when_again(status)
    body = render_template(
        "errors/error.html",
        status=status, title=_(title), message=message or _(advice), reference=reference,
        back=_form_address() if status == 413 else "",
    )  # fmt: skip
    return body, status, _when_again(status)


def _when_again(status: int) -> dict[str, str]:
    """When it is worth another try, in seconds."""
    if status == 503:
        return {"Retry-After": "30"}
    if status != 429:
        return {}
    seconds = 60
    try:
        if (limit := limiter.current_limit) is not None:
            seconds = max(1, math.ceil(limit.reset_at - time.time()))
    except Exception as error:  # the store of the limits is away
        log.warning("limits unreachable", error=type(error).__name__)
    return {"Retry-After": str(seconds)}


def _form_address() -> str:
    """The page whose form was posted: where the browser came from, else the address itself, or the nearest above."""
    came = urlsplit(request.referrer or "")
    path = came.path if came.netloc == request.host else request.path
    query = f"?{came.query}" if path == came.path and came.query else ""
    while path.strip("/"):
        try:
            current_app.url_map.bind("").match(path, method="GET")
            return path + query
        except HTTPException:
            path, query = path.rpartition("/")[0], ""
    return ""


def _drain() -> None:
    """Read what is still coming, within reason: a browser shows no answer while it cannot send."""
    stream, rest = request.environ["wsgi.input"], min(request.content_length or 0, MOST_DRAINED)
    while rest > 0 and (piece := stream.read(min(rest, 65_536))):
        rest -= len(piece)


def init_app(app: Flask) -> None:
    @app.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> Any:
        _drain()
        return page(413)

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> Any:
        db.session.rollback()
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        return page(status, words(error))

    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(Exception, _fail)


def _refuse(error: HTTPException) -> Any:
    if original := getattr(error, "original_exception", None):  # raised after the view, while its answer was made
        return _fail(original)
    if error.code is not None and error.code < 400:
        return error
    limit = getattr(error, "limit", None)
    message = _(limit.error_message) if limit is not None and limit.error_message else ""
    return page(error.code if error.code in PAGES else 400 if (error.code or 500) < 500 else 500, message)


def _fail(error: Exception) -> Any:
    if (isinstance(error, OSError) and error.errno in NO_ROOM) or isinstance(error, Unavailable):
        log.error("storage failed", error=type(error).__name__, errno=getattr(error, "errno", None))
        _forget_session()
        return page(503)
    if isinstance(error, OperationalError | InterfaceError | TimeoutError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return _without_database(error)
    if isinstance(error, DataError):  # a value that no column holds, whatever way it came
        log.warning("value refused by the database", path=request.path, error=str(error.orig))
        _forget_session()
        return page(400)
    log.exception("request failed", path=request.path)
    _forget_session()
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return page(500)


def _forget_session() -> None:
    try:
        db.session.rollback()
    except Exception as error:  # the database may be what failed
        log.warning("rollback failed", error=type(error).__name__)


def _without_database(error: Exception) -> Any:
    """503 with a page that needs no query: the header shows nobody as signed in."""
    log.error("database unreachable", error=type(error).__name__)
    _forget_session()
    from flask import g
    from flask_login import AnonymousUserMixin

    g._login_user = AnonymousUserMixin()
    return page(503)


def new_request_id() -> str:
    """Short enough to read over the telephone."""
    return uuid.uuid4().hex[:10]
