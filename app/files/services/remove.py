"""Take a file away; it is kept aside first, purged later."""

from typing import Any

from app.core import audit
from app.core.clock import utcnow
from app.files.models import StoredFile


def remove(*, file: StoredFile, actor: Any) -> None:
    file.deleted_at = utcnow()
    audit.record("file.remove", actor=actor, subject=file)
