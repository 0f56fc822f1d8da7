"""Splits by date: what is judged was decided after what was learned."""

from __future__ import annotations

from collections.abc import Sequence

from ml.contracts import LabelledApplication


def by_date(samples: Sequence[LabelledApplication]) -> tuple[LabelledApplication, ...]:
    """Samples from the oldest decision to the newest; ties by key, so that the order is total."""
    return tuple(sorted(samples, key=lambda sample: (sample.decided_on, sample.profile.key)))


def temporal(
    samples: Sequence[LabelledApplication], later: float = 0.25
) -> tuple[tuple[LabelledApplication, ...], tuple[LabelledApplication, ...]]:
    """Earlier and later samples, `later` being the share (0-1) of the second part."""
    if not 0 < later < 1:
        raise ValueError("the later share must lie between 0 and 1")
    ordered = by_date(samples)
    cut = len(ordered) - round(len(ordered) * later)
    return ordered[:cut], ordered[cut:]


def without_programme(
    samples: Sequence[LabelledApplication], programme: str
) -> tuple[tuple[LabelledApplication, ...], tuple[LabelledApplication, ...]]:
    """Samples as if `programme` did not exist yet, and the samples that were placed in it."""
    kept, own = [], []
    for sample in samples:
        removed = {opening.key for opening in sample.openings if opening.programme == programme}
        if any(sample.labels.get(key, 0) >= 0.5 for key in removed):
            own.append(sample)
            continue
        kept.append(
            LabelledApplication(
                sample.profile,
                tuple(opening for opening in sample.openings if opening.key not in removed),
                {key: label for key, label in sample.labels.items() if key not in removed},
                sample.weight,
                sample.decided_on,
            )
        )
    return tuple(kept), tuple(own)
