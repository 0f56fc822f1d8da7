"""The web border: languages in the address, security, errors, templates, and one blueprint per audience."""

from typing import Any

import structlog
from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app.core import i18n
from app.core.audit import request_id

log = structlog.get_logger(__name__)
LANGUAGE_PREFIX = "/<any(fr,ar,en):lang>"


def init_app(app: Flask) -> None:
    from app.web import errors, gate, headers, held, shown, templating
    from app.web.applicant import bp as applicant
    from app.web.auth import bp as auth
    from app.web.auth import security
    from app.web.board import bp as board
    from app.web.cohorts import bp as cohorts
    from app.web.events import bp as events
    from app.web.followup import bp as followup
    from app.web.guest import bp as guest
    from app.web.manager import bp as manager
    from app.web.matcher import bp as matcher
    from app.web.partner import bp as partner
    from app.web.public import bp as public
    from app.web.public import development, health
    from app.web.reviewer import bp as reviewer
    from app.web.staff import bp as staff

    _requests(app)
    gate.init_app(app)
    security.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    held.init_app(app)
    templating.init_app(app)
    shown.init_app(app)
    everyone = (public, auth, applicant, reviewer, staff, manager, matcher)
    for blueprint in (*everyone, board, guest, cohorts, partner, followup, events):
        app.register_blueprint(blueprint, url_prefix=LANGUAGE_PREFIX)
    app.register_blueprint(health.bp)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(development.bp)
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    else:
        _warn_of_proxy(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=31536000,
        add_headers_function=headers.for_static(https=app.config["HTTPS"]),
    )


def _requests(app: Flask) -> None:
    """The language from the address, a request id, and the language in every address made."""

    def begin() -> None:
        from app.web.errors import new_request_id

        request_id.set(new_request_id())

    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # before whatever may refuse the request

    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        code = (values or {}).pop("lang", None) or _guess()
        i18n.set_language(code)
        g.lang = i18n.language()

    @app.url_defaults
    def add_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = i18n.language()

    @app.after_request
    def tell_id(response: Any) -> Any:
        response.headers["X-Request-Id"] = request_id.get()
        return response


def _warn_of_proxy(app: Flask) -> None:
    """Behind a proxy that is not declared everybody has its address: once in the log of each process."""
    told: list[bool] = []

    @app.before_request
    def warn() -> None:
        if "X-Forwarded-For" in request.headers and not told:
            told.append(True)
            log.warning("X-Forwarded-For came and PROXY_HOPS is 0: everybody behind the proxy counts as one source")


def _guess() -> str:
    """For addresses without a language: the beginning of the path, else what the browser prefers, else French."""
    start = request.path[1:3]
    if start in i18n.LANGUAGES and request.path[3:4] in ("", "/"):
        return start
    return request.accept_languages.best_match(i18n.LANGUAGES) or "fr"
