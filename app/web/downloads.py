"""Everything that is sent as a file: stored, made for the reader, or rows for a spreadsheet. The caller has checked
the right."""

import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import IO, Any
from urllib.parse import quote

from flask import Response
from werkzeug.wsgi import FileWrapper

from app.files import storage
from app.files.models import StoredFile
from app.files.sniff import end_as_content
from app.reports.exports import to_csv
from app.reports.workbooks import write_table

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRIVATE = {"Cache-Control": "private, no-store"}
IN_MEMORY = 4 * 1024 * 1024


def attachment(file: StoredFile, *, name: str | None = None) -> Response:
    """The content as a download, under its own name or `name`, which ends as the content says; NotFound when it is
    gone from the store."""
    content = storage.get(file.storage_key)
    shown = disposition(end_as_content(name or file.original_name, file.media_type))
    headers = {"Content-Disposition": shown, "Content-Length": str(file.size), **PRIVATE}
    return Response(content, mimetype=file.media_type, headers=headers)


def send_made(content: bytes | str, media_type: str, name: str, *, private: bool = True) -> Response:
    """Something made for this answer, as a download; what is `private` stays in no cache."""
    headers = {"Content-Disposition": disposition(name)} | (PRIVATE if private else {})
    return Response(content, content_type=media_type, headers=headers)


def send_csv(header: Sequence[str], rows: Iterable[Sequence[Any]], name: str, *, private: bool = True) -> Response:
    """Rows as CSV in the reader's format."""

    def write(file: IO[bytes]) -> None:
        for piece in to_csv(header, rows):
            file.write(piece.encode())

    return _send_written(write, CSV, name, private=private)


def send_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]], name: str, *, sheet: str) -> Response:
    """Rows as a workbook of one sheet."""
    return _send_written(lambda file: write_table(file, sheet, header, rows), XLSX, name)


def _send_written(write: Callable[[IO[bytes]], None], media_type: str, name: str, *, private: bool = True) -> Response:
    """The file is written whole before the answer begins: rows are read while the request has its session, a fault
    becomes a page instead of half a file, and a slow reader holds no connection."""
    with ExitStack() as on_fault:
        file = on_fault.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
        write(file)
        size = file.tell()
        file.seek(0)
        if size <= IN_MEMORY:
            return send_made(file.read(), media_type, name, private=private)
        on_fault.pop_all()
    headers = {"Content-Disposition": disposition(name), "Content-Length": str(size)} | (PRIVATE if private else {})
    return Response(FileWrapper(file), content_type=media_type, headers=headers)


def disposition(name: str) -> str:
    """An attachment under its own name in any script (RFC 5987), with a plain name beside it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    stem, _dot, ending = plain.rpartition(".")
    plain = plain if stem.strip() else f"document.{ending or 'pdf'}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
