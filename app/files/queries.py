"""Stored files by id."""

import uuid

from app.core.db import db
from app.core.errors import NotFound
from app.files.models import ScanState, StoredFile


def get(file_id: uuid.UUID) -> StoredFile:
    """A file that may be served: neither deleted nor suspect."""
    file = db.session.get(StoredFile, file_id)
    if file is None or file.deleted_at is not None or file.scan is not ScanState.CLEAN:
        raise NotFound
    return file
