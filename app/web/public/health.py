"""For machines: alive, ready, figures; and the front door without a language."""

import prometheus_client
from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import i18n
from app.extensions import limits_are_shared
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
    """200 when a page could be served now, with what is away that pages can do without; 503 without the database."""
    if not database_is_up():
        return Response("the database does not answer\n", 503, {"Retry-After": "5"}, mimetype="text/plain")
    away = [] if limits_are_shared() else ["the store of the limits does not answer: each process counts for itself"]
    if not current_app.extensions["queue"].is_up():
        away.append("the queue does not answer: jobs wait for the sweep")
    return Response(f"degraded: {'; '.join(away)}\n" if away else "ready\n", mimetype="text/plain")


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Prometheus figures, where the setting allows it."""
    if not current_app.config["METRICS"]:
        abort(404)
    return Response(prometheus_client.generate_latest(), mimetype="text/plain")
