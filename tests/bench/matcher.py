"""The goals of the matcher, measured beside simple baselines in the same run."""

import json
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SETS = Path(os.environ.get("MATCHER_SETS", ROOT.parent / "shared" / "matcher-bench"))
STORED = Path(__file__).with_name("matcher.json")
TOLERANCE = 0.02
"""Points by which a share may fall below the stored one before the run fails."""
FILES = ("yc_industry_en", "ilab_domaine_fr", "proposals_dev_en", "catalyst_outcome_en")
FEW_LABELS = (20, 100, 500)


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table: what was measured, the best baseline of the run, and what is asked."""

    what: str
    value: float
    baseline: float | None
    wanted: float
    least: bool = True

    @property
    def met(self) -> bool:
        return self.value >= self.wanted if self.least else self.value <= self.wanted


def goals(quick: bool) -> list[Goal]:
    """Every goal that can be measured here; a set that is absent is said to be."""
    found = _made_up(quick)
    for name in FILES[:2] if quick else FILES:
        file = SETS / f"{name}.jsonl.gz"
        if not file.exists():
            print(f"skipped: {name} (not at {os.path.relpath(file, ROOT)})")
            continue
        found += _of_set(name, file, quick)
    return found


def _of_set(name: str, file: Path, quick: bool) -> list[Goal]:
    from ml.bench.__main__ import measure

    result = measure(file)
    matcher, baselines = result["matcher"], result["baselines"]
    best = {key: max(one.get(key, -math.inf) for one in baselines.values()) for key in ("hit_at_1", "hit_at_3", "auc")}
    loss = min(one.get("log_loss", math.inf) for one in baselines.values())
    if result["task"] == "outcome":
        return [
            Goal(f"{name}: AUC", matcher["auc"], best["auc"], 0.70),
            Goal(f"{name}: ECE", matcher["ece"], None, 0.02, least=False),
        ]
    if "unseen" in matcher:
        return [
            Goal(f"{name}: hit@1", matcher["hit_at_1"], best["hit_at_1"], 0.56),
            Goal(f"{name}: unseen hit@1", matcher["unseen"]["hit_at_1"], _unseen(baselines, "hit_at_1"), 0.25),
            Goal(f"{name}: unseen hit@3", matcher["unseen"]["hit_at_3"], _unseen(baselines, "hit_at_3"), 0.55),
            Goal(f"{name}: false pulls", matcher["false_pulls"], None, 0.05, least=False),
            Goal(f"{name}: coverage seen", matcher["seen"]["coverage"], None, 0.89),
            Goal(f"{name}: coverage unseen", matcher["unseen"]["coverage"], None, 0.89),
        ]
    first, third, worst = (0.69, 0.93, 0.95) if name.startswith("yc") else (0.74, 0.94, 0.82)
    found = [
        Goal(f"{name}: hit@1", matcher["hit_at_1"], best["hit_at_1"], first),
        Goal(f"{name}: hit@3", matcher["hit_at_3"], best["hit_at_3"], third),
        Goal(f"{name}: log-loss", matcher["log_loss"], loss, worst, least=False),
        Goal(f"{name}: ECE", matcher["ece"], None, 0.03, least=False),
        Goal(f"{name}: coverage", matcher["coverage"], None, 0.89),
        Goal(f"{name}: CPU ms to rank and explain", matcher["explain_cpu_ms"], None, 5, least=False),
    ]
    wanted = {20: 0.50, 100: 0.53, 500: 0.61} if name.startswith("yc") else {20: 0.55, 100: 0.58, 500: 0.63}
    for count in () if quick else FEW_LABELS:
        few = measure(file, labels=count, baselines=False)["matcher"]
        found.append(Goal(f"{name}: hit@1 with {count} labels", few["hit_at_1"], None, wanted[count]))
    return found


def _unseen(baselines: Mapping[str, Mapping[str, Any]], key: str) -> float:
    return max(one["unseen"][key] for one in baselines.values() if "unseen" in one)


def _made_up(quick: bool) -> list[Goal]:
    """Speed and exactness on invented decisions over the network's own kind of openings."""
    from ml.data.synthetic import history, profiles
    from ml.predict import rank, score_many
    from ml.train import train
    from tests.ml.catalogue import OPENINGS

    count = 1_000 if quick else 4_000
    samples = history(openings=OPENINGS, count=count)
    started = time.process_time()
    bundle = train(samples, OPENINGS)
    fit = time.process_time() - started
    many = [replace(OPENINGS[i % len(OPENINGS)], key=f"{i}", site=f"site-{i % 10}") for i in range(100)]
    people = profiles(seed=5, count=60, openings=OPENINGS)
    rank(bundle, people[0], many)
    each = float(np.median([_cpu(lambda one=one: rank(bundle, one, many)) for one in people])) * 1000
    off = max(
        abs(match.base + sum(reason.weight for reason in match.contributions) - match.margin)
        for one in people
        for match in rank(bundle, one, many)
    )
    rows = profiles(seed=6, count=1_000, openings=OPENINGS)
    forty = many[:40]
    score_many(bundle, rows[:10], forty)
    spent = _cpu(lambda: score_many(bundle, rows, forty))
    return [
        Goal(f"fit on {count:,} applications, CPU s", fit, None, 10, least=False),
        Goal("rank and explain 100 openings, CPU ms", each, None, 15, least=False),
        Goal("largest gap between Σ contributions and margin", off, None, 1e-9, least=False),
        Goal("score 100,000 × 40 pairs on 2 cores, s", spent * 100 / 2, None, 120, least=False),
        *_placement(),
    ]


def _placement() -> list[Goal]:
    from ml.assign import capacity, deferred_acceptance

    generator = np.random.default_rng(0)
    scores = generator.normal(size=(100_000, 1)) + generator.normal(size=(100_000, 40))
    wishes, seats, lots = generator.random((100_000, 40)), np.full(40, 1_000), generator.permutation(100_000)
    stable = _cpu(lambda: deferred_acceptance.place(scores, wishes, seats, lots))
    floors = [capacity.Quota(f"region {r}", least=20, applications=tuple(range(r, 2_000, 12))) for r in range(12)]
    flow = _cpu(lambda: capacity.place(scores[:2_000], np.full(40, 20), floors))
    return [
        Goal("place 100,000 × 40, stable, CPU s", stable, None, 0.3, least=False),
        Goal("place 2,000 × 40 with floors of 12 regions, CPU s", flow, None, 2, least=False),
    ]


def _cpu(call: Callable[[], Any]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def main(*, quick: bool, store: bool, out: Path) -> int:
    """Print the table and write it as JSON; 1 when a share fell below the stored one."""
    found = goals(quick)
    print(f"\n{'matcher':52} {'value':>10} {'baseline':>10} {'goal':>10}")
    for goal in found:
        baseline = "" if goal.baseline is None else f"{goal.baseline:.3f}"
        sign = "≥" if goal.least else "≤"
        print(
            f"{goal.what:52} {goal.value:10.3g} {baseline:>10} {sign}{goal.wanted:9.3g} {'' if goal.met else 'NOT MET'}"
        )
    values = {goal.what: goal.value for goal in found}
    out.mkdir(exist_ok=True)
    (out / "matcher.json").write_text(json.dumps(values, indent=1), encoding="utf-8")
    if store:
        STORED.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    worse = _worse(found)
    for line in worse:
        print(f"worse than stored: {line}")
    return 1 if worse else 0


def _worse(found: Sequence[Goal]) -> list[str]:
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    shares = [goal for goal in found if goal.least and goal.what in stored]
    return [
        f"{g.what}: {g.value:.3f}, stored {stored[g.what]:.3f}" for g in shares if g.value < stored[g.what] - TOLERANCE
    ]
