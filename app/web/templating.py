"""What templates can use: formats, icons, the map, assets with their hash; undefined names are errors."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_security import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from app.accounts.roles import NAMES as ROLE_NAMES
from app.accounts.roles import TEAM, Role
from app.applications import states, visibility
from app.core import i18n
from app.programmes import queries as programmes
from app.web.navigation import menu

STATIC = Path(__file__).parent.parent / "static"


@lru_cache(maxsize=256)
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file with the hash of its content, so that it can be kept for a year."""
    return f"/static/{name}?v={_digest(name)}"


def language_links() -> list[tuple[str, str, str, bool]]:
    """(code, name, address, current?) of this page in each language; what was typed stays saved."""
    current = i18n.language()
    path = request.path
    query = request.query_string.decode("utf-8", "replace")
    links = []
    for code in i18n.LANGUAGES:
        known = path[1:3] in i18n.LANGUAGES and path[3:4] in ("/", "")
        target = f"/{code}{path[3:]}" if known and request.method == "GET" else f"/{code}/"
        links.append((code, i18n.NAMES[code], target + (f"?{query}" if query and known else ""), code == current))
    return links


def isolated(value: Any) -> Markup:
    """Text typed by people, kept in its own direction."""
    return Markup("<bdi>{}</bdi>").format(value)


def paragraphs(value: Any) -> Markup:
    """Plain text as paragraphs, escaped."""
    parts = [part for part in str(value).split("\n") if part.strip()]
    return Markup("").join(Markup('<p dir="auto">{}</p>').format(part) for part in parts)


def role_limits() -> str:
    """The sites and calls that the reader's team roles are limited to; empty for the whole network, or no such role."""
    if not current_user.is_authenticated:
        return ""
    grants = [grant for grant in current_user.grants if grant.role in TEAM]
    if any(grant.site_id is None and grant.call_id is None for grant in grants):
        return ""
    names = programmes.scope_names([key for grant in grants for key in (grant.site_id, grant.call_id) if key])
    places = (" – ".join(names[key] for key in (grant.call_id, grant.site_id) if key in names) for grant in grants)
    return i18n.listed(f"\u2068{place}\u2069" for place in dict.fromkeys(places) if place)


def plain_number(value: float) -> str:
    """One decimal, in the reader's format."""
    return i18n.number(round(value, 1))


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    icons = json.loads((STATIC / "kit/icons.json").read_text(encoding="utf-8"))
    geography = json.loads((STATIC / "kit/data/morocco-regions.svg.json").read_text(encoding="utf-8"))
    env.filters |= {
        "local": i18n.localized,
        "number": i18n.number,
        "decimal": plain_number,
        "money": i18n.money,
        "percent": i18n.percent,
        "file_size": i18n.file_size,
        "date": i18n.long_date,
        "short_date": i18n.short_date,
        "time": i18n.clock_time,
        "month": i18n.month,
        "month_year": i18n.month_year,
        "isolate": i18n.isolate,
        "bdi": isolated,
        "paragraphs": paragraphs,
    }
    env.globals |= {
        "role_limits": role_limits,
        "_": gettext,
        "ngettext": i18n.translate_count,
        "icons": {name: Markup(svg) for name, svg in icons.items()},  # noqa: S704  files of the design kit
        "geo": geography,
        "asset": asset,
        "Role": Role,
        "ROLE_NAMES": ROLE_NAMES,
        "STAGE_NAMES": states.NAMES,
        "STAGE_TONES": states.TONES,
        "STATUS_NAMES": visibility.NAMES,
        "STATUS_TONES": visibility.TONES,
        "operator": app.config["OPERATOR_NAME"],
        "contact": app.config["OPERATOR_EMAIL"],
        "demo": app.config["DEMO"],
        "url_for": url_for,
        "csrf_token": generate_csrf,
        "num": i18n.number,
    }

    @app.context_processor
    def about_request() -> dict[str, Any]:
        return {
            "lang": i18n.language(),
            "dir": i18n.direction(),
            "language_links": language_links,
            "menu": menu,
            "me": current_user,
        }
