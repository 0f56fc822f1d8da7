"""What judging the matcher needs of it, as plain data: settings, trials, comparisons, past calls, drift.

Numbers are computed in ml/; nothing here reads a protected fact.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.core.errors import Conflict
from app.core.i18n import N_
from app.matching import adapter, explain, registry
from app.matching.labels import Lesson
from app.matching.models import DataSnapshot, ModelVersion
from app.programmes import queries as programmes
from ml.contracts import LEVELS, LabelledApplication, Match, OpeningProfile, Reason, Settings

Progress = Callable[[float, str], None]
SEED = 2026
"""The seed every version is trained with: equal settings on equal data give the same numbers."""
TOP = 3
TOO_EARLY = N_("No published decision gives a place yet: there is nothing to judge by.")


def families() -> tuple[str, ...]:
    """The families of reasons, in the order in which they are shown."""
    from ml.features.names import FAMILIES

    return FAMILIES


def levels() -> tuple[str, ...]:
    return LEVELS


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Stored settings as the matcher takes them; what is left out keeps its default."""
    known = {name: values[name] for name in Settings.__dataclass_fields__ if name in values}
    return Settings(**known)


def in_service(manifest: Mapping[str, Any] | None) -> dict[str, Any]:
    """The settings a version was trained with, as plain data; the defaults where there is none."""
    facts, extra = dict((manifest or {}).get("facts", {})), dict((manifest or {}).get("extra", {}))
    values = dict(
        extra.get("settings")
        or facts.get("settings")
        or {"families": facts.get("prior", {}), "n0": facts.get("n0", 300)}
    )
    plain = asdict(settings_of(values))
    plain["families"] = {family: float(plain["families"].get(family, 1.0)) for family in families()}
    return plain


def reason_title(code: str) -> str:
    """A reason in the reader's words, without its evidence."""
    return explain.main_reason((Reason(code, "", 0.0, 0),), {})


def level_title(level: str) -> str:
    return explain.level(level)


def only_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the matcher takes of stored settings, without what only a trial looks at."""
    return {name: values[name] for name in Settings.__dataclass_fields__ if name in values}


def family_title(family: str) -> str:
    return explain.family(family)


@dataclass(frozen=True, slots=True)
class File:
    """A sent application as the matcher is asked about it; `place` is where it was decided to go, if anywhere."""

    id: uuid.UUID
    call_id: uuid.UUID
    language: str
    answers: Mapping[str, Any]
    past: bool
    place: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one matcher says first of a file: the opening, how well it fits, its level, and the next ones."""

    opening: str
    fit: int
    level: str
    best: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One file before and after; the reasons are there only where the first place changes."""

    file: File
    before: Said
    after: Said

    @property
    def moved(self) -> bool:
        return self.before.opening != self.after.opening


def effect(
    files: Iterable[File], before: Any | None, after: Any, days: Mapping[uuid.UUID, date], progress: Progress
) -> list[Effect]:
    """Every file under two bundles; `before` None stands for the written rules. `days` gives the day of each call."""
    listed = sorted(files, key=lambda file: (str(file.call_id), str(file.id)))
    openings: dict[uuid.UUID, list[OpeningProfile]] = {}
    found = []
    for number, file in enumerate(listed):
        if number % 50 == 0:
            progress(number / len(listed), f"{number} / {len(listed)}")
        if file.call_id not in openings:
            openings = {file.call_id: openings_of(file.call_id, days[file.call_id])}
        if openings[file.call_id]:
            found.append(_effect(file, openings[file.call_id], before, after, days[file.call_id]))
    return found


def _effect(file: File, openings: Sequence[OpeningProfile], before: Any | None, after: Any, day: date) -> Effect:
    profile = adapter.to_startup(file.id, file.language, file.answers, day)
    sides = [matches(bundle, profile, openings) for bundle in (before, after)]
    if sides[0][0].opening != sides[1][0].opening:
        sides = [matches(bundle, profile, openings, explained=True) for bundle in (before, after)]
    return Effect(file, _said(sides[0]), _said(sides[1]))


def openings_of(call_id: uuid.UUID, day: date) -> list[OpeningProfile]:
    return [adapter.to_opening(opening, day) for opening in programmes.openings(call_id)]


def matches(bundle: Any | None, profile: Any, openings: Sequence[OpeningProfile], *, explained: bool = False) -> Any:
    """Best first; by the written rules where there is no bundle."""
    from ml.models.baseline import rank_by_rules
    from ml.predict import rank

    if bundle is None:
        return rank_by_rules(profile, openings)
    return rank(bundle, profile, openings, explain=explained)


def _said(found: Sequence[Match]) -> Said:
    first = found[0]
    reason = first.reasons_for[0].code if first.reasons_for else ""
    return Said(first.opening, first.fit, first.level, tuple(match.opening for match in found[:TOP]), reason)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a version is trained on now: labelled samples, the catalogue, and how much of it was really decided."""

    samples: tuple[LabelledApplication, ...]
    catalogue: tuple[OpeningProfile, ...]
    decisions: int
    invented: int
    snapshot: DataSnapshot


def ground(lessons: Sequence[Lesson]) -> Ground:
    """Frozen as training freezes it; equal data is the same snapshot."""
    from app.matching.services import train as training
    from app.matching.services.snapshot_data import load_snapshot, snapshot_data

    catalogue = training.network()
    decided = sum(lesson.standing != "undecided" for lesson in lessons)
    snapshot = snapshot_data(lessons=lessons, invented=training.beginning(catalogue, decided))
    invented = int(snapshot.counts.get("invented", 0))
    return Ground(load_snapshot(snapshot), tuple(catalogue), decided, invented, snapshot)


def fit(ground: Ground, values: Mapping[str, Any], progress: Progress) -> Any:
    """A bundle trained on this ground with these settings, as a version would be."""
    from ml.train import train

    return train(
        ground.samples, ground.catalogue, settings=settings_of(values), seed=SEED,
        progress=lambda step, share: progress(share, step),
    )  # fmt: skip


def interval(positive: int, members: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    from ml.evaluate.fairness import wilson

    return wilson(positive, members)


def gap(counts: Mapping[str, tuple[int, int]]) -> float | None:
    """Between the largest and the smallest share of groups of (members, yes); small groups left out."""
    from ml.evaluate import fairness

    return fairness.gap({name: fairness.Count(*pair) for name, pair in counts.items()})


@dataclass(frozen=True, slots=True)
class Side:
    """A version on the bench: its number and settings, its own bundle, and the last decision that one had seen."""

    number: int
    settings: Mapping[str, Any]
    bundle: Any | None
    last_decision: date | None


def side(version: ModelVersion) -> Side:
    """`bundle` is None where its files cannot be read: the settings can be compared all the same."""
    from ml.errors import ModelError

    last = version.manifest.get("facts", {}).get("last_decision")
    try:
        bundle = registry.bundle_of(version)
    except ModelError:
        bundle = None
    settings = in_service(version.manifest)
    return Side(version.number, settings, bundle, date.fromisoformat(last) if last else None)


def compare(ground: Ground, sides: Sequence[Side], progress: Progress) -> dict[str, Any]:
    """Both recipes fitted again on the earlier decisions; and the files themselves on what neither had seen."""
    from ml.evaluate import compare as bench

    try:
        over = bench.ground(ground.samples, ground.catalogue, seed=SEED)
    except ValueError as error:
        raise Conflict(TOO_EARLY) from error
    recipes = [bench.Recipe(str(side.number), settings_of(side.settings)) for side in sides]
    result = bench.compare(over, recipes, progress)
    result["invented"] = sum(not is_real(sample.profile.key) for sample in over.later)
    result["first"], result["last"] = (over.later[index].decided_on.isoformat() for index in (0, -1))
    last = [side.last_decision for side in sides if side.last_decision]
    stored = [side.bundle for side in sides if side.bundle is not None]
    if len(last) == len(stored) == len(sides):
        later = [one for one in ground.samples if one.decided_on > max(last)]
        result["since"] = max(last).isoformat()
        result["fresh"] = [bench.figures(bench.judge(bundle, later), seed=SEED) for bundle in stored]
    return result


def is_real(key: str) -> bool:
    """Whether a sample is a file of the product: invented ones have no identifier of ours."""
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True


def rates(counts: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Groups of (members, yes) with rate, interval and comparison; None for those that may not be shown."""
    from ml.evaluate import fairness

    return dict(fairness.rates({name: fairness.Count(*pair) for name, pair in counts.items()}))


def showable(counts: Mapping[str, tuple[int, int]], smallest: int) -> frozenset[str]:
    """The groups that may be shown beside their total, of {name: (members, of these a yes)}: `ml.evaluate.fairness`."""
    from ml.evaluate import fairness

    return fairness.shown({name: fairness.Count(*pair) for name, pair in counts.items()}, smallest)
