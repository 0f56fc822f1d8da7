"""The model in service: loaded once per process, replaced when another one is promoted, never an error."""

import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from app.core.db import db
from app.matching import bundles
from app.matching.models import ModelVersion
from app.matching.states import ModelState

log = structlog.get_logger(__name__)
RETRY = 30.0
"""Seconds before a version that could not be loaded is tried again."""
NOTHING = "no model version is in service; train and promote one"


@dataclass(frozen=True, slots=True)
class InService:
    """The version that answers, or why there is none: `problem` is for admins, applicants get the rules.

    A problem beside a bundle means that a newer version could not be loaded and the one before goes on.
    """

    number: int | None
    bundle: Any
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Loaded:
    version_id: uuid.UUID
    service: InService


_lock = threading.Lock()
_loaded: dict[str, _Loaded] = {}
_failed: dict[uuid.UUID, tuple[float, str]] = {}


def connect(folder: Path) -> None:
    """Say where local copies of bundles lie."""
    bundles.connect(folder)
    forget()


def forget() -> None:
    """Load anew at the next question."""
    with _lock:
        _loaded.clear()
        _failed.clear()


def champion() -> InService:
    """One small statement to learn which version is in service; the bundle itself is kept in the process."""
    row = db.session.execute(
        sa.select(ModelVersion.id, ModelVersion.number).where(ModelVersion.state == ModelState.CHAMPION)
    ).one_or_none()
    if row is None:
        return InService(None, None, NOTHING)
    known = _loaded.get("champion")
    if known is not None and known.version_id == row.id:
        return known.service
    with _lock:
        return _swap(row.id)


def preload() -> bool:
    """Load the version in service, if its files lie here: before the web server forks, storage is not asked."""
    version = db.session.scalars(sa.select(ModelVersion).where(ModelVersion.state == ModelState.CHAMPION)).one_or_none()
    return version is not None and bundles.has_copy(version) and champion().bundle is not None


def _swap(version_id: uuid.UUID) -> InService:
    """Under the lock: whoever waited here finds the work done."""
    known = _loaded.get("champion")
    if known is not None and known.version_id == version_id:
        return known.service
    before = known.service if known is not None else InService(None, None, None)
    tried, problem = _failed.get(version_id, (0.0, ""))
    if problem and time.monotonic() - tried < RETRY:
        return InService(before.number, before.bundle, problem)
    version = db.session.get_one(ModelVersion, version_id)
    service = _load(version)
    if service.bundle is None:
        _failed[version_id] = (time.monotonic(), service.problem or "")
        return InService(before.number, before.bundle, service.problem)
    _failed.clear()
    _loaded["champion"] = _Loaded(version_id, service)
    return service


def _load(version: ModelVersion) -> InService:
    try:
        return InService(version.number, bundle_of(version), None)
    except Exception as error:  # a damaged model or a storage out of reach never stops a request
        log.error("model not usable", version=version.number, error=f"{type(error).__name__}: {error}")
        return InService(None, None, f"version {version.number}: {error}")


def bundle_of(version: ModelVersion) -> Any:
    """The bundle of any version, read now; the champion's is the one in service. Raises ModelError."""
    from ml import registry

    known = _loaded.get("champion")
    if known is not None and known.version_id == version.id:
        return known.service.bundle
    return registry.load(bundles.fetched(version))


def check(version: ModelVersion) -> str | None:
    """Why a version cannot be put into service, its files in storage included; None if it can."""
    from ml import registry
    from ml.errors import ModelError

    try:
        bundles.stored(version)
        registry.load(bundles.fetched(version))
    except ModelError as error:
        return f"version {version.number}: {error}"
    return None


def card(version: ModelVersion, language: str) -> str:
    """The model card in Markdown, in French or English, from the manifest kept with the version."""
    from ml.card import WORDS, render
    from ml.registry import Manifest

    return render(Manifest(**version.manifest), language if language in WORDS else "fr")
