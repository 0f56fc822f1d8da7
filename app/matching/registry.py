"""The model in service: loaded once per process, replaced when another one is promoted, never an error."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from app.core.db import db
from app.matching.models import ModelVersion
from app.matching.states import ModelState

log = structlog.get_logger(__name__)
_folder: list[Path] = []


@dataclass(frozen=True, slots=True)
class InService:
    """The champion, or why there is none: `problem` is for admins, applicants get the rules."""

    number: int | None
    bundle: Any
    problem: str | None


_loaded: dict[int, InService] = {}


def connect(folder: Path) -> None:
    """Say where model bundles lie."""
    _folder[:] = [Path(folder)]
    _loaded.clear()


def folder_of(version: ModelVersion) -> Path:
    return _folder[0] / version.folder


def new_folder(number: int) -> tuple[str, Path]:
    name = f"v{number:04d}"
    return name, _folder[0] / name


def champion() -> InService:
    """One statement to learn which version is in service; the bundle itself is kept in the process."""
    version = db.session.scalars(sa.select(ModelVersion).where(ModelVersion.state == ModelState.CHAMPION)).one_or_none()
    if version is None:
        return InService(None, None, "no model version is in service; train and promote one")
    known = _loaded.get(version.number)
    if known is None:
        known = _load(version)
        if known.bundle is not None:
            _loaded.clear()
            _loaded[version.number] = known
    return known


def _load(version: ModelVersion) -> InService:
    from ml import registry
    from ml.errors import ModelError

    try:
        return InService(version.number, registry.load(folder_of(version)), None)
    except ModelError as error:
        log.error("model not usable", version=version.number, error=str(error))
        return InService(None, None, f"version {version.number}: {error}")


def check(version: ModelVersion) -> str | None:
    """Why a version cannot be loaded; None if it can."""
    return _load(version).problem


def card(version: ModelVersion, language: str) -> str:
    """The model card in Markdown, in French or English, from the manifest kept with the version."""
    from ml.card import WORDS, render
    from ml.registry import Manifest

    return render(Manifest(**version.manifest), language if language in WORDS else "fr")
