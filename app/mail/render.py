"""Strict rendering: an unknown or empty placeholder is an error, never a fallback."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from app.core import i18n
from app.core.errors import Conflict
from app.core.fold import visible_text
from app.core.i18n import N_
from app.mail.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    body: str
    html: str


class TemplateMissing(Conflict):
    """No text was written for this purpose in this language."""


class PlaceholderEmpty(Conflict):
    """A value that the text needs is missing or empty."""


_settings: dict[str, Any] = {}
LINKS = frozenset({"link", "calendar", "stop_link"})
TEXTS = frozenset({"reason"})
"""Values of several lines: a person of the team wrote them."""
SUBJECT_VALUE = 60
"""So many characters of a value stand in a subject."""
_LINK = re.compile(r"^https?://\S+$", re.MULTILINE)
_CSS = (
    "body{margin:0;background:#f6f5f1;color:#1a1c22;font:16px/1.6 Arial,sans-serif}"
    "main{max-width:560px;margin:0 auto;padding:24px;background:#fff}"
    "h1{font-size:18px;margin:0 0 16px}p{margin:0 0 16px}a{color:#2b3fb0}footer{color:#5f6571;font-size:13px}"
)


class _Strict(StrictUndefined):
    """Undefined names raise at every use, in conditions too."""


def _present(value: Any) -> Any:
    if value is None or value == "":
        raise PlaceholderEmpty(N_("A placeholder of the message is empty."))
    return value


def configure(*, folder: str, operator: str, contact: str, external_url: str) -> None:
    """Say where the texts lie and what every message may name."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=_Strict,
        finalize=_present,
        autoescape=False,  # noqa: S701  plain text; the HTML part escapes every line
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"date": i18n.long_date, "time": i18n.clock_time, "local": i18n.localized}
    _settings.update(environment=environment, operator=operator, contact=contact, external_url=external_url.rstrip("/"))


def external(path: str) -> str:
    """The public address of a page."""
    return f"{_settings['external_url']}{path}"


def contact_address() -> str:
    """Where people write to the operator."""
    return str(_settings["contact"])


def render(purpose: Purpose, language: str, values: Mapping[str, Any]) -> Rendered:
    """Subject, text and HTML of one message. Raises TemplateMissing or PlaceholderEmpty."""
    environment: Environment = _settings["environment"]
    with i18n.speaking(language):
        try:
            template = environment.get_template(f"{purpose.value}.{language}.txt")
        except TemplateNotFound as error:
            raise TemplateMissing(N_("There is no text for this message: %(name)s."), name=str(error)) from error
        known = {"operator": _settings["operator"], "contact": _settings["contact"], **_harmless(values)}
        try:
            subject, body = template.render(known | _cut(known)).strip().partition("\n")[0], template.render(known)
        except PlaceholderEmpty as error:
            raise PlaceholderEmpty(N_("A placeholder of the message %(name)s is empty."), name=purpose.value) from error
        except Exception as error:
            raise PlaceholderEmpty(
                N_("The message %(name)s cannot be written."), name=f"{purpose.value}: {error}"
            ) from error
    body = body.strip().partition("\n")[2]
    return Rendered(subject.strip(), body.strip() + "\n", _as_html(subject.strip(), body.strip(), language))


def _harmless(values: Mapping[str, Any]) -> dict[str, Any]:
    """What strangers typed is one line, and never becomes a link in our mails; only LINKS are."""
    return {
        key: _one_line(key, value).replace("://", ": //").replace("www.", "www ")
        if isinstance(value, str) and key not in LINKS
        else value
        for key, value in values.items()
    }


def _one_line(key: str, value: str) -> str:
    return value if key in TEXTS else " ".join(visible_text(value).split())


def _cut(values: Mapping[str, Any]) -> dict[str, str]:
    """The values as they stand in a subject: a few words each."""
    texts = ((key, value) for key, value in values.items() if isinstance(value, str))
    return {key: value if len(value) <= SUBJECT_VALUE else f"{value[: SUBJECT_VALUE - 1]}…" for key, value in texts}


def _as_html(subject: str, body: str, language: str) -> str:
    paragraphs = []
    for block in re.split(r"\n\s*\n", body):
        linked = _LINK.sub(lambda m: f'<a href="{m[0]}">{m[0]}</a>', html.escape(block))
        paragraphs.append("<p>" + linked.replace("\n", "<br>") + "</p>")
    page = (
        f'<!doctype html><html lang="{language}" dir="{i18n.direction(language)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(subject)}</title><style>{_CSS}</style></head><body><main>"
        f"<h1>{html.escape(subject)}</h1>{''.join(paragraphs)}</main></body></html>"
    )
    return css_inline.inline(page)
