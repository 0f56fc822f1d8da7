"""The certificate of attendance as a download; the caller has checked the right."""

from flask import Response, current_app
from flask_babel import gettext as _

from app.core.i18n import language
from app.events import certificates
from app.events.models import Registration
from app.web.downloads import PDF, send_made


def certificate_of(one: Registration) -> Response:
    """In the reader's language; NotFound for somebody who was not there."""
    content = certificates.render(one, operator=current_app.config["OPERATOR_NAME"], language=language())
    name = f"{_('certificate')}-{one.event.key}.pdf"
    return send_made(content, PDF, name)
