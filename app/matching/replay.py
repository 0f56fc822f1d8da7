"""A past call filled again, and the months since: what the judging of the past needs of the matcher, as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from app.matching import adapter, audit, queries, registry
from app.matching.audit import SEED, File, Ground, Progress

Seats = Mapping[str, int]
Barred = frozenset[tuple[str, str]]


def fit_before(ground: Ground, values: Mapping[str, Any], day: date, without: Iterable[str], progress: Progress) -> Any:
    """A bundle that knows nothing of the files `without`, nor anything decided on `day` or later."""
    from ml.train import train

    left = set(without)
    samples = [one for one in ground.samples if one.decided_on < day and one.profile.key not in left]
    return train(
        samples, ground.catalogue, settings=audit.settings_of(values), seed=SEED,
        progress=lambda step, share: progress(share, step),
    )  # fmt: skip


def written_only(ground: Ground, values: Mapping[str, Any]) -> Any:
    """A bundle of the weights the team wrote and the descriptions, without a single decision."""
    from ml.train import train

    return train([], ground.catalogue, settings=audit.settings_of(values), seed=SEED)


def fits(bundle: Any, files: Sequence[File], day: date, progress: Progress) -> list[tuple[float, str, str]]:
    """(chance, file, opening) of every pair of a call."""
    found = []
    openings = audit.openings_of(files[0].call_id, day) if files else []
    for number, file in enumerate(files):
        if number % 50 == 0:
            progress(number / len(files), f"{number} / {len(files)}")
        profile = adapter.to_startup(file.id, file.language, file.answers, day)
        matches = audit.matches(bundle, profile, openings)
        found += [(match.probability, str(file.id), match.opening) for match in matches]
    return found


def fill_by_fit(fits: Iterable[tuple[float, str, str]], seats: Seats, barred: Barred) -> dict[str, str]:
    from ml.evaluate import backtest

    return backtest.fill_by_fit(fits, seats, barred)


def fill_in_order(
    order: Iterable[str], wishes: Mapping[str, Sequence[str]], seats: Seats, barred: Barred
) -> dict[str, str]:
    from ml.evaluate import backtest

    return backtest.fill_in_order(order, wishes, seats, barred)


def lottery(seed: str, keys: Iterable[str]) -> list[str]:
    from ml.assign.lottery import draw

    return draw(seed, keys)


def overlap(real: Mapping[str, str], drawn: Mapping[str, str]) -> dict[str, Any]:
    """Counts, and the share of the really admitted who are admitted again."""
    from ml.evaluate import backtest

    found = backtest.overlap(real, drawn)
    return {**asdict(found), "share": found.share}


def known(admitted: Iterable[str], outcomes: Mapping[str, bool]) -> dict[str, Any]:
    """What is known of an outcome, and its bounds."""
    from ml.evaluate import backtest

    found = backtest.known(admitted, outcomes)
    return {**asdict(found), "low": found.low, "high": found.high}


def visible(counts: Mapping[str, tuple[int, int]]) -> frozenset[str]:
    """Groups of (members, yes) that may be shown."""
    from ml.evaluate import fairness

    return fairness.shown({name: fairness.Count(*pair) for name, pair in counts.items()})


def bundle(number: int) -> Any | None:
    """The bundle of a version; None where its files cannot be read."""
    from ml.errors import ModelError

    try:
        return registry.bundle_of(queries.version(number))
    except ModelError:
        return None


def known_programmes(bundle: Any) -> frozenset[str]:
    """Programmes the bundle has seen enough accepted files of."""
    from ml.evaluate import shift

    return shift.known_programmes(bundle)


def new_words(bundle: Any, texts: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """(words never seen in training, words) of (text, language) pairs."""
    from ml.evaluate import shift

    return shift.new_words(bundle.space, texts)


def text_of(answers: Mapping[str, Any]) -> str:
    """The words of a file that the matcher reads."""
    return "\n".join(str(answers[key]) for key in adapter.TEXTS if answers.get(key))


def distances(reference: Iterable[Mapping[str, Any]], present: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Population stability index of each family's contribution to the first place, for cards as stored."""
    from ml.evaluate import shift

    before, after = (_by_family(cards) for cards in (reference, present))
    found = {family: shift.psi(before[family], after.get(family, [])) for family in before}
    return {family: value for family, value in found.items() if value is not None}


def _by_family(cards: Iterable[Mapping[str, Any]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for card in cards:
        for part in card["contributions"]:
            found.setdefault(part["family"], []).append(float(part["weight"]))
    return found


def alarms(months: Iterable[tuple[str, int, int, int]]) -> list[tuple[str, str]]:
    """(month, what) of every alarm; months are (name, decided, unknown, agreed), in order."""
    from ml.evaluate import drift

    return drift.alarms([drift.Month(*month) for month in months])
