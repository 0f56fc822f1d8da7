"""What a file is, from its content; its name and the browser's word count for nothing but calling it by its name."""

import io

import filetype
import structlog

from app.core.errors import InvalidInput
from app.core.i18n import N_

log = structlog.get_logger(__name__)
PDF = "application/pdf"
ENDINGS = {PDF: ".pdf"}
HEAD = 1024
"""Common readers find the beginning of a PDF within so many bytes."""
PICTURE = N_(
    "This is a picture (%(kind)s), not a PDF. Open it, choose Print, then “Save as PDF”, and choose that file here."
)
SLIDES = N_(
    "These are slides (%(kind)s), not a PDF. Open them, choose File, then Export or “Save as PDF”, and choose that "
    "file here."
)
TEXT = N_(
    "This is a text document (%(kind)s), not a PDF. Open it, choose File, then Export or “Save as PDF”, and choose "
    "that file here."
)
TABLE = N_(
    "This is a spreadsheet (%(kind)s), not a PDF. Open it, choose File, then Export or “Save as PDF”, and choose that "
    "file here."
)
VIDEO = N_("This is a video (%(kind)s), not a PDF. Put its link into an answer, and choose a PDF here.")
OFFICE = {
    "pptx": (SLIDES, "PowerPoint"), "ppt": (SLIDES, "PowerPoint"), "odp": (SLIDES, "Impress"),
    "key": (SLIDES, "Keynote"), "docx": (TEXT, "Word"), "doc": (TEXT, "Word"), "odt": (TEXT, "Writer"),
    "rtf": (TEXT, "RTF"), "pages": (TEXT, "Pages"), "xlsx": (TABLE, "Excel"), "xls": (TABLE, "Excel"),
    "ods": (TABLE, "Calc"), "numbers": (TABLE, "Numbers"),
}  # fmt: skip
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def check_pdf(content: bytes, *, limit: int, field: str, name: str = "") -> str:
    """The media type of a PDF within `limit` bytes; InvalidInput says what it is instead and what to do.

    What common readers open is taken: other bytes before the beginning or after the end, or a protection against
    changes. One that asks for a password is not. `name` helps to say what an office file is.
    """
    if not content:
        raise InvalidInput(N_("The file is empty. Choose the PDF again."), field=field)
    if len(content) > limit:
        raise InvalidInput(
            N_("The file is larger than %(limit)s MB. Export the PDF in a smaller size and try again."),
            field=field,
            limit=limit // (1024 * 1024),
        )
    if b"%PDF-" not in content[:HEAD]:
        raise _refusal(content, name, field)
    end = max(content.rfind(b"%%EOF"), content.rfind(b"startxref"))
    if end <= content.rfind(b"endobj"):
        raise _incomplete(field)
    if b"/Encrypt" in content and _asks_password(content):
        raise InvalidInput(
            N_("This PDF asks for a password. Save it without a password and choose it again."), field=field
        )
    return PDF


def end_as_content(name: str, media_type: str) -> str:
    """The name with the ending of its content: what is stored as a PDF is never saved as a program."""
    ending = ENDINGS.get(media_type, "")
    return name if name.lower().endswith(ending) else f"{name}{ending}"


def _incomplete(field: str) -> InvalidInput:
    return InvalidInput(N_("This is not a complete PDF. Export the document as PDF and try again."), field=field)


def _refusal(content: bytes, name: str, field: str) -> InvalidInput:
    """Calls what people often choose instead by its name."""
    kind = filetype.guess(content[:8192])
    known = kind.extension if kind else ""
    if known not in OFFICE and content.startswith(_CONTAINERS):
        known = name.rpartition(".")[2].lower()
    if known in OFFICE:
        message, program = OFFICE[known]
        return InvalidInput(message, field=field, kind=program)
    if kind and kind.mime.startswith(("image/", "video/")):
        message = PICTURE if kind.mime.startswith("image/") else VIDEO
        return InvalidInput(message, field=field, kind={"jpg": "JPEG"}.get(known, known.upper()))
    return _incomplete(field)


def _asks_password(content: bytes) -> bool:
    """Whether nobody can open it without a password or a certificate; no reader of ours can say for a broken one."""
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        reader = PdfReader(io.BytesIO(content))
        return reader.is_encrypted and not reader.decrypt("")
    except NotImplementedError:  # protected for the holders of certificates
        return True
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        log.info("protection of a PDF not read", error=type(error).__name__)
        return False
