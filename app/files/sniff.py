"""What a file is, from its content; its name and the browser's word count for nothing."""

import filetype

from app.core.errors import InvalidInput
from app.core.i18n import N_

PDF = "application/pdf"


def check_pdf(content: bytes, *, limit: int, field: str) -> str:
    """The media type of a PDF within `limit` bytes; InvalidInput says what to do otherwise."""
    if not content:
        raise InvalidInput(N_("The file is empty. Choose the PDF again."), field=field)
    if len(content) > limit:
        raise InvalidInput(
            N_("The file is larger than %(limit)s MB. Export the PDF in a smaller size and try again."),
            field=field,
            limit=limit // (1024 * 1024),
        )
    kind = filetype.guess(content[:8192])
    if kind is None or kind.mime != PDF or not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise InvalidInput(N_("This is not a complete PDF. Export the document as PDF and try again."), field=field)
    return PDF
