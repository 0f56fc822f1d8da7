"""Keep an uploaded file: content first, row second, so that a row never points to nothing."""

import hashlib
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import structlog

from app.core import audit
from app.core.db import db
from app.core.errors import NotFound, Unavailable
from app.core.i18n import N_
from app.files import sniff, storage
from app.files.models import StoredFile

log = structlog.get_logger(__name__)
FULL = N_("The file could not be stored just now. Your answers are saved; try again in a few minutes.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that lies in the store already, and what its row will say."""

    storage_key: str
    original_name: str
    media_type: str
    size: int
    sha256: str


def keep_pdf(*, content: bytes, name: str, limit: int, field: str) -> Kept:
    """Check and store a PDF of at most `limit` bytes under a random name, outside any transaction.

    Raises InvalidInput about `field` for a wrong type or a too large file, Unavailable for a full disk. Use
    `discarded_on_fault` around what needs it.
    """
    media_type = sniff.check_pdf(content, limit=limit, field=field, name=name)
    key = storage.new_key()
    try:
        storage.put(key, content)
    except Unavailable as error:
        raise Unavailable(FULL) from error
    kept_name = sniff.end_as_content(clean_name(name), media_type)
    return Kept(key, kept_name, media_type, len(content), hashlib.sha256(content).hexdigest())


@contextmanager
def discarded_on_fault(kept: Kept | None) -> Iterator[None]:
    """A content whose row cannot be written is taken out of the store again."""
    try:
        yield
    except BaseException:
        if kept is not None:
            try:
                storage.delete(kept.storage_key)
            except (NotFound, Unavailable) as error:
                log.warning("a content without a row stays in the store", error=type(error).__name__)
        raise


def store(kept: Kept, *, actor: Any) -> StoredFile:
    """The row of a kept content, in the transaction of whatever needs it."""
    file = StoredFile(id=uuid.uuid4(), uploaded_by_id=actor.id, **asdict(kept))
    db.session.add(file)
    db.session.flush()
    audit.record("file.store", actor=actor, subject=file, details={"size": file.size, "sha256": file.sha256})
    return file


def clean_name(name: str) -> str:
    """The name as data: any script kept, path and control characters dropped, at most 200 characters."""
    name = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C").strip()
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:190]}{dot}{ending[:9]}" if dot else kept[:200] or "document.pdf"
