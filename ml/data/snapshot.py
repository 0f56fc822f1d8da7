"""A frozen set of labelled applications: its stable hash, and the file that holds it."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from ml.contracts import LabelledApplication, OpeningProfile, StartupProfile


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


def dump(samples: Iterable[LabelledApplication]) -> bytes:
    """Gzipped JSON lines: each list of openings once, then the applications that name it; equal data, equal bytes."""
    lists: dict[str, int] = {}
    rows = []
    for sample in sorted(samples, key=lambda one: (one.decided_on, one.profile.key)):
        openings = _json([asdict(opening) for opening in sorted(sample.openings, key=lambda one: one.key)])
        place = lists.setdefault(openings, len(lists))
        rows.append(_json({**json.loads(_line(sample, "")), "openings": place}))
    lines = [f'{{"list":{place},"openings":{openings}}}' for openings, place in lists.items()]
    return gzip.compress("\n".join([*lines, *rows, ""]).encode(), compresslevel=6, mtime=0)


def load(content: bytes) -> tuple[LabelledApplication, ...]:
    """What was dumped, oldest first; raises ValueError for anything else."""
    lists: list[tuple[OpeningProfile, ...]] = []
    samples = []
    if not content:
        raise ValueError("this is not a file of labelled applications, but nothing")
    try:
        for line in filter(None, gzip.decompress(content).decode().split("\n")):
            row = json.loads(line)
            if "list" in row:
                lists.append(tuple(_made(OpeningProfile, opening) for opening in row["openings"]))
            else:
                samples.append(_sample(row, lists))
    except (OSError, EOFError, KeyError, IndexError, TypeError) as error:
        raise ValueError("this is not a file of labelled applications") from error
    return tuple(samples)


def _sample(row: Mapping[str, Any], lists: list[tuple[OpeningProfile, ...]]) -> LabelledApplication:
    return LabelledApplication(
        profile=_made(StartupProfile, row["profile"]),
        openings=lists[row["openings"]],
        labels=row["labels"],
        weight=row["weight"],
        decided_on=date.fromisoformat(row["decided_on"]),
    )


def _made(kind: Any, values: Mapping[str, Any]) -> Any:
    """A profile again: lists become tuples; what a later version added keeps its default."""
    known = {field.name for field in fields(kind)}
    return kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in known})
