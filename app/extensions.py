"""The Flask extensions, unbound; init_app binds them."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from app.core import i18n
from app.core.db import db, prepare_engine


def source_of_request() -> str:
    """Who asks, as far as the network knows: an IPv4 address, or the /64 that one line has of IPv6 addresses."""
    text = request.remote_addr or "unknown"
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return text
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False))


def who_asks() -> str:
    """Whom a request counts for: the signed-in person, else the source. Nobody pays for another at the same address."""
    return f"person:{current_user.id}" if current_user.is_authenticated else source_of_request()


ROOM = "600 per hour"
"""Of one source, where nobody is signed in: two hundred people behind one address, three times each."""
babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(
    who_asks, headers_enabled=False, strategy="moving-window", in_memory_fallback_enabled=True, swallow_errors=True
)
"""While its store is away each process counts for itself."""
migrate = Migrate(render_as_batch=True, compare_type=True)


def init_app(app: Flask) -> None:
    """Bind each extension to the application."""
    app.config["VAR"].mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory="migrations")
    babel.init_app(
        app,
        default_locale="fr_MA",
        default_timezone="UTC",
        default_translation_directories="translations",
        locale_selector=lambda: i18n.LOCALES[i18n.language()],
    )
    csrf.init_app(app)
    limiter.init_app(app)


def limits_are_shared() -> bool:
    """Whether the store of the limits answers; without it every process counts for itself."""
    return not limiter.initialized or bool(limiter.storage.check())
