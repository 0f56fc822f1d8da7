"""Stored files sent as attachments; the caller has checked the right."""

import unicodedata
from urllib.parse import quote

from flask import Response

from app.core.errors import NotFound
from app.files import storage
from app.files.models import StoredFile


def attachment(file: StoredFile, *, name: str | None = None) -> Response:
    """The content as a download, under its own name or `name`; NotFound when it is gone from the store."""
    if storage.size(file.storage_key) is None:
        raise NotFound
    headers = {
        "Content-Disposition": disposition(name or file.original_name),
        "Content-Length": str(file.size),
        "Cache-Control": "private, no-store",
    }
    return Response(storage.get(file.storage_key), mimetype=file.media_type, headers=headers)


def disposition(name: str) -> str:
    """An attachment under its own name in any script (RFC 5987), with a plain name beside it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    plain = plain if plain.rpartition(".")[0].strip() else "document.pdf"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
