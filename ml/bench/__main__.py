"""python -m ml.bench FILE.jsonl.gz [--json] [--labels N]: the product's pipeline on a file, with baselines."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

SHOWN = (
    ("hit_at_1", "hit@1", "{:.3f}"),
    ("hit_at_3", "hit@3", "{:.3f}"),
    ("mean_reciprocal_rank", "MRR", "{:.3f}"),
    ("log_loss", "log-loss", "{:.3f}"),
    ("auc", "AUC", "{:.3f}"),
    ("ece", "ECE", "{:.3f}"),
    ("coverage", "coverage", "{:.3f}"),
    ("mean_set_size", "set size", "{:.1f}"),
    ("false_pulls", "pulls", "{:.3f}"),
    ("fit_cpu_seconds", "fit CPU s", "{:.1f}"),
    ("explain_cpu_ms", "explain CPU ms", "{:.1f}"),
    ("rank_cpu_ms", "rank CPU ms", "{:.2f}"),
    ("model_bytes", "bytes", "{:.0f}"),
)


def measure(path: Path, *, labels: int | None = None, baselines: bool = True) -> dict[str, Any]:
    """All figures of a file; `labels` keeps only the first so many training rows. Raises BadFile."""
    from ml.bench import baselines as simple
    from ml.bench import matcher, outcomes
    from ml.bench.rows import read, task

    rows = read(path)
    if outcomes.is_outcome(rows):
        return {"file": path.name, **outcomes.measure(rows)}
    asked = task(rows, path)
    if labels is not None:
        asked = replace(asked, training=asked.training[:labels])
    return {
        "file": path.name,
        "task": "ranking",
        "training": len(asked.training),
        "openings": len({opening.key for listed in asked.candidates for opening in listed}),
        "matcher": matcher.measure(asked),
        "baselines": simple.measure(asked) if baselines else {},
    }


def table(found: Mapping[str, Any]) -> str:
    """The figures as lines of text, the matcher first."""
    rows: list[tuple[str, Mapping[str, Any]]] = []
    for name, one in (("matcher", found["matcher"]), *found["baselines"].items()):
        rows.append((name, one))
        rows += [(f"  {group}", one[group]) for group in ("seen", "unseen") if group in one]
    columns = [(key, title, form) for key, title, form in SHOWN if any(key in one for _, one in rows)]
    lines = [f"{'':22}" + "".join(f"{title:>15}" for _, title, _ in columns)]
    for name, one in rows:
        cells = (form.format(one[key]) if key in one else "" for key, _, form in columns)
        lines.append(f"{name:22}" + "".join(f"{cell:>15}" for cell in cells))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ml.bench", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--labels", type=int, help="learn from the first so many training rows only")
    parser.add_argument("--no-baselines", action="store_true", help="measure the matcher alone")
    options = parser.parse_args()
    from ml.bench.rows import BadFile

    try:
        found = measure(options.file, labels=options.labels, baselines=not options.no_baselines)
    except BadFile as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        print(f"{found['file']}: {found['task']}, {found['matcher']['applications']} test applications")
        print(table(found))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
