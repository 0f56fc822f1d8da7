"""Home and the pages everybody needs."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import i18n
from app.core.clock import utcnow
from app.programmes import queries as programmes
from app.questionnaires import queries as questionnaires
from app.web.access import public
from app.web.public import bp


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    return render_template("public/home.html", calls=programmes.open_calls(utcnow()))


@bp.get("/help")
@public
def help_page() -> ResponseReturnValue:
    return render_template("public/help.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("public/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    version, calls = questionnaires.latest_published(), programmes.calls(limit=1)
    months = calls[0].retention_months if calls else 36
    consent = version.consent if version else {}
    return render_template("public/privacy.html", version=consent.get("version"), notice=notice(consent, months))


def notice(consent: Mapping[str, Any], months: int) -> list[str]:
    """The paragraphs of a consent text in the reader's language, with the setting and the call filled in."""
    reference = current_app.config["CNDP_REFERENCE"] or _("not given yet")
    paragraphs = consent.get("paragraphs") or []
    filled = {"{cndp_reference}": i18n.isolate(reference), "{retention_months}": str(months)}
    return [_fill(i18n.localized(text), filled) for text in paragraphs]


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
