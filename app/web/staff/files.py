"""Documents of a file, sent as attachments after a right was checked."""

from urllib.parse import quote

from flask import Response

from app.files import storage
from app.files.models import StoredFile


def attachment(file: StoredFile, *, name: str | None = None) -> Response:
    """The content as a download; `name` replaces the original one."""
    shown = quote(name or file.original_name)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{shown}",
        "Content-Length": str(file.size),
        "Cache-Control": "private, no-store",
    }
    return Response(storage.get(file.storage_key), mimetype=file.media_type, headers=headers)
