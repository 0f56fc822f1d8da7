"""The certificate of attendance as a tagged PDF, in French, Arabic or English."""

from app.core import i18n, pdf
from app.core.errors import NotFound
from app.core.i18n import N_, localized, translate
from app.core.signs import spell_name
from app.events.models import Registration
from app.events.telling import when, where
from app.mail.render import external

TITLE = N_("Certificate of attendance")
LABELS = {
    "certify": N_("We certify that"), "attended": N_("took part in"), "when": N_("Date"),
    "where": N_("Where it took place"), "number": N_("Certificate number"), "check": N_("To check this certificate"),
}  # fmt: skip


def render(one: Registration, *, operator: str, language: str) -> bytes:
    """Raises NotFound for somebody who was not there; the event and its site are loaded."""
    if one.attended_at is None:
        raise NotFound
    with i18n.speaking(language):
        return pdf.render("certificate", told(one, operator, language))


def address(one: Registration, language: str) -> str:
    """Where anybody checks it."""
    return external(f"/{language}/events/certificates/{one.id}")


def told(one: Registration, operator: str, language: str) -> dict[str, object]:
    """What stands in the document."""
    event = one.event
    title = translate(TITLE)
    return {
        "language": language,
        "title": title,
        "operator": spell_name(operator),
        "footer": f"{operator} – {title}",
        "name": spell_name(one.full_name),
        "event": spell_name(localized(event.title)),
        "when": when(event),
        "where": where(event),
        "number": str(one.id),
        "check": address(one, language),
        "labels": {key: translate(text) for key, text in LABELS.items()},
    }
