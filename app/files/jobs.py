"""Files that are kept for a while only."""

from app.core import jobs
from app.files import storage


@jobs.handles("file.forget")
def forget(key: str) -> None:
    """Delete what a signed-out person typed and never came back for."""
    if storage.size(key) is not None:
        storage.delete(key)
