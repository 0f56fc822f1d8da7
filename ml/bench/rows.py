"""Rows of a benchmark file as the profiles, openings and decisions the matcher knows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ml.contracts import LANGUAGES, LabelledApplication, OpeningProfile, StartupProfile

Row = Mapping[str, Any]
NOT_DESCRIPTIONS = frozenset({"active_years", "new_in_test"})
CATALOGUE = "catalog.json"
UNDATED = 2000


class BadFile(ValueError):
    """The file is not what it should be; the message says what to mend."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a file asks: place each test application among its candidates, having learned from the training ones.

    `right` maps the key of a test application to the keys of the openings that count as right; `candidates` holds
    the openings of each test application, the same tuple for equal lists; `seen` names programmes of training rows.
    """

    name: str
    training: tuple[LabelledApplication, ...]
    catalogue: tuple[OpeningProfile, ...]
    test: tuple[StartupProfile, ...]
    candidates: tuple[tuple[OpeningProfile, ...], ...]
    right: tuple[frozenset[str], ...]
    seen: frozenset[str]


def read(path: Path) -> list[Row]:
    """All rows of a gzip (or plain) JSON-lines file; raises BadFile with the number of the first bad line."""
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = content.decode("utf-8").splitlines()
    except FileNotFoundError as error:
        raise BadFile(f"{path} does not exist") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name} cannot be read: {error}") from error
    return [_row(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def _row(line: str, number: int) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadFile(f"line {number} is not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise BadFile(f"line {number} lacks an id or a text")
    if row.get("kind") == "application" and row.get("split") not in ("train", "test"):
        raise BadFile(f"line {number} is an application without a split of train or test")
    return row


def answers(row: Row) -> list[str]:
    """Keys of the programmes or classes a row carries as its answer; empty when it carries none."""
    several = row.get("labels")
    if isinstance(several, list) and several:
        return [str(one) for one in several]
    one = row.get("label", row.get("programme"))
    return [] if one is None else [str(one)]


def task(rows: Sequence[Row], path: Path) -> Task:
    """The ranking task of a file; raises BadFile when there is nothing to learn from or to rank."""
    applications = [row for row in rows if row.get("kind") == "application" and answers(row)]
    training = [row for row in applications if row["split"] == "train"]
    test = [row for row in applications if row["split"] == "test"]
    if not training or not test:
        raise BadFile("the file needs training and test applications with a label or a programme")
    openings = _openings(rows, applications, path)
    active = {str(row["id"]): _years(row) for row in rows if row.get("kind") == "programme"}
    lists: dict[int | None, tuple[OpeningProfile, ...]] = {}

    def among(row: Row) -> tuple[OpeningProfile, ...]:
        year = _year(row) if any(active.values()) else None
        if year not in lists:
            keys = [key for key in sorted(openings) if year is None or not active.get(key) or year in active[key]]
            lists[year] = tuple(openings[key] for key in keys or sorted(openings))
        return lists[year]

    started = {key for row in training for key in (opening.key for opening in among(row))}
    return Task(
        name=path.name.split(".")[0],
        training=tuple(_decided(row, among(row), openings) for row in training),
        catalogue=tuple(openings[key] for key in sorted(started | {a for row in training for a in answers(row)})),
        test=tuple(_profile(row) for row in test),
        candidates=tuple(_with(among(row), answers(row), openings) for row in test),
        right=tuple(frozenset(answers(row)) for row in test),
        seen=frozenset(answer for row in training for answer in answers(row)),
    )


def _with(
    openings: tuple[OpeningProfile, ...], needed: Sequence[str], known: Mapping[str, OpeningProfile]
) -> tuple[OpeningProfile, ...]:
    """The candidates, and the right ones where the years of the file leave them out."""
    missing = [key for key in needed if not any(opening.key == key for opening in openings)]
    return (*openings, *(known[key] for key in missing)) if missing else openings


def _decided(
    row: Row, among: tuple[OpeningProfile, ...], openings: Mapping[str, OpeningProfile]
) -> LabelledApplication:
    right = answers(row)
    return LabelledApplication(
        _profile(row),
        _with(among, right, openings),
        dict.fromkeys(right, 1.0),
        1.0,
        date(_year(row) or UNDATED, 7, 1),
    )


def _profile(row: Row) -> StartupProfile:
    language = row.get("lang")
    return StartupProfile(str(row["id"]), language if language in LANGUAGES else "en", row["text"])


def _openings(rows: Sequence[Row], applications: Sequence[Row], path: Path) -> dict[str, OpeningProfile]:
    """Programmes of the file by key; classes take their description from the catalogue beside the file."""
    found = {
        str(row["id"]): _opening(str(row["id"]), _described(row)) for row in rows if row.get("kind") == "programme"
    }
    named = {answer for row in applications for answer in answers(row)} - found.keys()
    described = _descriptions(path, named)
    for key in named:
        found[key] = _opening(key, described.get(key, "") or key.replace("_", " ").replace("-", " "))
    return found


def _opening(key: str, text: str) -> OpeningProfile:
    return OpeningProfile(key=key, programme=key, site="", text=text)


def _described(row: Row) -> str:
    """Text of a programme with its lists of words (topics, technologies …) and its category."""
    parts = [row["text"]]
    for name, value in sorted((row.get("fields") or {}).items()):
        if name in NOT_DESCRIPTIONS:
            continue
        words = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        parts += [" ".join(str(word) for word in words if isinstance(word, str))]
    return " ".join(part for part in parts if part)


def _year(row: Row) -> int | None:
    """The year of a row, if it tells one that a calendar knows."""
    told = str(row.get("year") or "").strip()[:4]
    return int(told) if told.isdecimal() and int(told) > 0 else None


def _years(row: Row) -> frozenset[int]:
    return frozenset(int(year) for year in (row.get("fields") or {}).get("active_years") or ())


def _descriptions(path: Path, named: set[str]) -> Mapping[str, str]:
    """The entry of the catalogue that describes most of the classes; none when no entry knows any of them."""
    file = path.with_name(CATALOGUE)
    if not named or not file.exists():
        return {}
    entries = [entry for entry in json.loads(file.read_text(encoding="utf-8")).values() if isinstance(entry, dict)]
    best = max(entries, key=lambda entry: len(named & entry.keys()), default={})
    return {str(key): str(text) for key, text in best.items()} if named & best.keys() else {}
