"""For machines: alive, ready, figures; and the front door without a language."""

import prometheus_client
from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import i18n
from app.queue import database_is_up
from app.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/")
@public
def root() -> ResponseReturnValue:
    code = request.accept_languages.best_match(i18n.LANGUAGES) or "fr"
    response = redirect(url_for("public.home", lang=code), 302)
    response.headers["Vary"] = "Accept-Language"
    return response


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 when a page could be served now; 503 without the database."""
    if database_is_up():
        return Response("ready\n", mimetype="text/plain")
    return Response("the database does not answer\n", 503, {"Retry-After": "5"}, mimetype="text/plain")


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Prometheus figures, where the setting allows it."""
    if not current_app.config["METRICS"]:
        abort(404)
    return Response(prometheus_client.generate_latest(), mimetype="text/plain")
