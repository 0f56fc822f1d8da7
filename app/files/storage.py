"""Where files lie: four functions over a local folder or an S3 bucket.

The store is opened by the process that first asks for it, never before the web server forks: the library has threads
of its own, and a child that inherits them waits for ever.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import structlog

from app.core.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from obstore.store import ObjectStore

log = structlog.get_logger(__name__)
PATIENCE = timedelta(seconds=10)
"""How long a bucket that does not answer is asked again."""
_store: list[str] = []
_opened: dict[tuple[int, str], "ObjectStore"] = {}


def connect(url: str) -> None:
    """Use the store at `url`: file:///folder, or s3://bucket with credentials from the environment."""
    if urlparse(url).scheme == "file":
        Path(urlparse(url).path).mkdir(parents=True, exist_ok=True)
    _store[:] = [url]


def new_key() -> str:
    """A random name, in one of 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def put(key: str, content: bytes) -> None:
    """All of the content or nothing. Raises Unavailable when the disk is full or the bucket out of reach."""
    _ask(lambda obstore, store: obstore.put(store, key, content))


def get(key: str) -> Iterator[bytes]:
    """The content in pieces; NotFound if it is gone, Unavailable if the store does not answer."""
    return _pieces(_ask(lambda obstore, store: obstore.get(store, key)))


def size(key: str) -> int | None:
    """Bytes stored under the name, or None. Raises Unavailable."""
    try:
        return int(_ask(lambda obstore, store: obstore.head(store, key))["size"])
    except NotFound:
        return None


def delete(key: str) -> None:
    """Raises Unavailable."""
    _ask(lambda obstore, store: obstore.delete(store, key))


def _pieces(result: Any) -> Iterator[bytes]:
    with _errors():
        for chunk in result:
            yield bytes(chunk)


def _ask(question: Callable[[Any, Any], Any]) -> Any:
    import obstore

    with _errors():
        return question(obstore, _own_store())


def _own_store() -> "ObjectStore":
    """The store of this process."""
    from obstore.store import LocalStore, from_url

    url, mine = _store[0], (os.getpid(), _store[0])
    if mine not in _opened:
        if urlparse(url).scheme == "file":
            _opened[mine] = LocalStore(Path(urlparse(url).path))
        else:
            _opened[mine] = from_url(
                url,
                client_options={
                    "timeout": PATIENCE,
                    "connect_timeout": timedelta(seconds=3),
                    "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",  # these options hide it
                },
                retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
            )
    return _opened[mine]


@contextmanager
def _errors() -> Iterator[None]:
    """What the library raises, in our words."""
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise NotFound from error
    except (BaseError, OSError) as error:
        log.error("storage failed", error=type(error).__name__)
        raise Unavailable from error
