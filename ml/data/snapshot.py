"""A stable hash of a frozen set of decisions, so that a model names the data it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from ml.contracts import LabelledApplication, OpeningProfile


def data_hash(samples: Iterable[LabelledApplication]) -> str:
    """SHA-256 (hex) of the samples; their order, and the order of their openings and labels, do not count."""
    calls: dict[tuple[OpeningProfile, ...], str] = {}
    lines = []
    for sample in samples:
        if sample.openings not in calls:
            openings = sorted((asdict(opening) for opening in sample.openings), key=lambda one: str(one["key"]))
            calls[sample.openings] = hashlib.sha256(_json(openings).encode()).hexdigest()
        lines.append(_line(sample, calls[sample.openings]))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _line(sample: LabelledApplication, openings: str) -> str:
    content = {
        "profile": asdict(sample.profile),
        "openings": openings,
        "labels": dict(sample.labels),
        "weight": sample.weight,
        "decided_on": sample.decided_on.isoformat(),
    }
    return _json(content)


def _json(content: object) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
