"""Model files: in storage with every other file, copied once into a local folder, believed by their hash only.

The row of the version holds the hash. A file that does not match it is refused wherever it lies: a copy is made
anew from storage, and a changed file in storage stops the version from being loaded.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from app.core.errors import NotFound
from app.files import storage
from app.matching.models import ModelVersion

log = structlog.get_logger(__name__)
MODEL, MANIFEST = "model.skops", "manifest.json"
_folder: list[Path] = []


def connect(folder: Path) -> None:
    """Say where the local copies lie."""
    _folder[:] = [Path(folder)]


def name_of(number: int) -> str:
    return f"v{number:04d}"


def key_of(version: ModelVersion, name: str) -> str:
    return f"models/{version.folder}/{name}"


def publish(version: ModelVersion, made: Path) -> None:
    """Put the files of a new version into storage."""
    for name in (MODEL, MANIFEST):
        storage.put(key_of(version, name), (made / name).read_bytes())


def folder_of(version: ModelVersion) -> Path:
    """The local folder of a version, whether filled or not."""
    return _folder[0] / version.folder


def has_copy(version: ModelVersion) -> bool:
    """Whether the local files are whole, so that storage need not be asked."""
    return _intact(folder_of(version), version.manifest)


def fetched(version: ModelVersion) -> Path:
    """The local folder, with files that match the row; raises ModelError when storage has no such files."""
    folder = folder_of(version)
    if not _intact(folder, version.manifest):
        found = stored(version)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (MODEL, MANIFEST):  # the manifest last: half a model never looks whole
            _replace(folder / name, found[name])
    return folder


def stored(version: ModelVersion) -> dict[str, bytes]:
    """Both files as they lie in storage, checked against the row."""
    from ml.errors import MissingModel, UntrustedModel

    found = {}
    for name in (MODEL, MANIFEST):
        try:
            found[name] = b"".join(storage.get(key_of(version, name)))
        except NotFound as error:
            raise MissingModel(f"there is no {name} in storage; train a new version") from error
    if hashlib.sha256(found[MODEL]).hexdigest() != version.manifest["sha256"]:
        raise UntrustedModel("the model file in storage is not the one that was trained")
    if _read(found[MANIFEST]) != version.manifest:
        raise UntrustedModel("the manifest in storage is not the one that was written")
    return found


def _intact(folder: Path, manifest: Mapping[str, Any]) -> bool:
    model, text = folder / MODEL, folder / MANIFEST
    if not (model.is_file() and text.is_file()):
        return False
    same = hashlib.sha256(model.read_bytes()).hexdigest() == manifest["sha256"]
    if same and _read(text.read_bytes()) == manifest:
        return True
    log.warning("copy of a model refused", folder=folder.name)
    return False


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _replace(path: Path, content: bytes) -> None:
    """In one step, each process with a name of its own: a reader sees the old file or the new one."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(part).replace(path)
