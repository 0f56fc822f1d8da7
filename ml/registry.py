"""Saving and loading of a bundle with its manifest, through skops and never through pickle."""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import json
import os
import platform
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ml.errors import MissingModel, ModelError, UntrustedModel
from ml.models.ranker import Bundle
from ml.state import from_state, to_state

__all__ = ["Manifest", "MissingModel", "ModelError", "UntrustedModel", "load", "read_manifest", "save"]

MODEL, MANIFEST = "model.skops", "manifest.json"
FORMAT = 2
LIBRARIES = ("numpy", "scipy", "scikit-learn", "skops", "snowballstemmer")
TRUSTED_TYPES = frozenset({"builtins.dict", "builtins.list", "builtins.str", "numpy.ndarray"})
"""The only types a model file may hold: arrays, and one JSON text for the rest."""
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a stored model is: its file's hash, what made it, from which data, and how good it was."""

    format: int
    sha256: str
    weights: str
    sklearn: str
    python: str
    libraries: Mapping[str, str]
    data_hash: str
    seed: int
    prior_only: bool
    created_at: str | None
    metrics: Mapping[str, Any]
    facts: Mapping[str, Any]
    families: Mapping[str, Mapping[str, float]]
    extra: Mapping[str, Any] = field(default_factory=dict)


def save(bundle: Bundle, folder: Path, *, extra: Mapping[str, Any]) -> Manifest:
    """Write model and manifest into a folder (made if needed) and return the manifest.

    `extra` is kept as it is and must fit into JSON; its "created_at" (ISO text) becomes the manifest's. Equal
    bundles give equal model files. The manifest is written last, so that half a model never looks whole.
    """
    import skops.io

    payload = _canonical(skops.io.dumps(to_state(bundle)))
    manifest = Manifest(
        format=FORMAT,
        sha256=hashlib.sha256(payload).hexdigest(),
        weights=bundle.digest(),
        sklearn=importlib.metadata.version("scikit-learn"),
        python=platform.python_version(),
        libraries={name: importlib.metadata.version(name) for name in LIBRARIES},
        data_hash=str(bundle.facts.get("data_hash", "")),
        seed=int(bundle.facts.get("seed", 0)),
        prior_only=bundle.prior_only,
        created_at=extra.get("created_at"),
        metrics=dict(bundle.metrics),
        facts=dict(bundle.facts),
        families=bundle.families(),
        extra=dict(extra),
    )
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / MODEL, payload)
    _write(folder / MANIFEST, text.encode())
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone; raises MissingModel or UntrustedModel."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise MissingModel(f"there is no {MANIFEST} in {folder.name}; train a model first") from error
    except (ValueError, TypeError) as error:
        raise UntrustedModel(f"{MANIFEST} cannot be read; save the model again") from error


def load(folder: Path) -> Bundle:
    """The bundle of a folder, if it is exactly what the manifest describes.

    Raises MissingModel when a file is absent, UntrustedModel on another hash, format or scikit-learn, and on any
    type outside TRUSTED_TYPES.
    """
    manifest = read_manifest(folder)
    try:
        payload = (folder / MODEL).read_bytes()
    except FileNotFoundError as error:
        raise MissingModel(f"there is no {MODEL} in {folder.name}; train a model first") from error
    if hashlib.sha256(payload).hexdigest() != manifest.sha256:
        raise UntrustedModel("the model file is not the one its manifest describes")
    if manifest.format != FORMAT:
        raise UntrustedModel(f"the model has format {manifest.format}, this version reads {FORMAT}; train it again")
    installed = importlib.metadata.version("scikit-learn")
    if manifest.sklearn != installed:
        raise UntrustedModel(f"trained with scikit-learn {manifest.sklearn}; train it again for {installed}")
    return _read(payload)


def _read(payload: bytes) -> Bundle:
    """The bundle of a skops file that holds arrays and texts only.

    Such a file needs no constructor, so it is read here, type by type, rather than by skops.io.loads: serving a
    model then never imports scikit-learn (about 100 MB a process). The same file loads with skops unchanged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            schema = json.loads(archive.read("schema.json"))
            if foreign := sorted(set(_named(schema)) - TRUSTED_TYPES):
                raise UntrustedModel(f"the model file holds types that are not trusted: {', '.join(foreign)}")
            return from_state({name: _value(node, archive) for name, node in schema["content"].items()})
    except zipfile.BadZipFile as error:
        raise UntrustedModel("the model file is not a skops file") from error
    except (KeyError, ValueError, TypeError) as error:
        raise UntrustedModel(f"the model file cannot be read: {error}") from error


def _value(node: Mapping[str, Any], archive: zipfile.ZipFile) -> Any:
    if node["__loader__"] == "NdArrayNode" and node["type"] == "numpy":
        return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    if node["__loader__"] == "JsonNode":
        return json.loads(node["content"])
    raise ValueError(f"a {node['__loader__']} stands where an array or a text should")


def _named(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "__class__" in node:
            yield f"{node.get('__module__')}.{node['__class__']}"
        for child in node.values():
            yield from _named(child)
    elif isinstance(node, list):
        for child in node:
            yield from _named(child)


def _canonical(payload: bytes) -> bytes:
    """The same skops file with counted names instead of memory addresses, fixed dates and compression."""
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        schema = archive.read("schema.json").decode()
        numbers: dict[str, str] = {}
        for found in re.findall(r'"__id__": (\d+)', schema):
            numbers.setdefault(found, str(len(numbers) + 1))
        schema = re.sub(r'("__id__": )(\d+)', lambda m: m[1] + numbers[m[2]], schema)
        schema = re.sub(r'("file": ")(\d+)(\.npy")', lambda m: m[1] + numbers[m[2]] + m[3], schema)
        parts = {f"{numbers[name[:-4]]}.npy": archive.read(name) for name in archive.namelist() if name[-4:] == ".npy"}
    parts["schema.json"] = schema.encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return target.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Replace a file in one step: a reader sees the old one or the new one."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
