"""Where files lie: four methods over a local folder or an S3 bucket."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from app.core.errors import NotFound

_store: list[ObjectStore] = []


def connect(url: str) -> None:
    """Use the store at `url`: file:///folder, or s3://bucket with credentials from the environment."""
    parts = urlparse(url)
    if parts.scheme == "file":
        folder = Path(parts.path)
        folder.mkdir(parents=True, exist_ok=True)
        _store[:] = [LocalStore(folder)]
    else:
        _store[:] = [from_url(url)]


def new_key() -> str:
    """A random name, in one of 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def put(key: str, content: bytes) -> None:
    obstore.put(_store[0], key, content)


def get(key: str) -> Iterator[bytes]:
    """The content in pieces; NotFound if it is gone."""
    try:
        result = obstore.get(_store[0], key)
    except FileNotFoundError as error:
        raise NotFound from error
    for chunk in result:
        yield bytes(chunk)


def size(key: str) -> int | None:
    """Bytes stored under the name, or None."""
    try:
        return obstore.head(_store[0], key)["size"]
    except FileNotFoundError:
        return None


def delete(key: str) -> None:
    obstore.delete(_store[0], key)
