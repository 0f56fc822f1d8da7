"""What a set of decisions must look like before anything is learned from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ml.contracts import LabelledApplication

ACCEPTED = 0.6
"""Lowest label that counts as a place given (a waiting list counts)."""
LABELS: Mapping[str, float] = {
    "accepted": 1.0,
    "redirect_target": 1.0,
    "override": 1.0,
    "feedback": 0.8,
    "waitlisted": 0.6,
    "reviewer_proposed": 0.5,
    "first_choice": 0.3,
    "redirect_source": 0.0,
    "rejected_for_fit": 0.0,
}
"""How right an opening is, by where that was said; a refusal for quality says nothing about fit."""
WEIGHTS: Mapping[str, float] = {"undecided": 0.5, "decided": 1.0, "confirmed": 1.25, "outcome": 1.5}
"""How much an application counts, by how far it came."""


def check(samples: Sequence[LabelledApplication]) -> None:
    """Raises ValueError naming the first sample whose labels, weight or openings cannot be used."""
    for sample in samples:
        key = sample.profile.key
        candidates = {opening.key for opening in sample.openings}
        if len(candidates) < len(sample.openings):
            raise ValueError(f"application {key}: an opening stands twice among the candidates")
        if unknown := sorted(set(sample.labels) - candidates):
            raise ValueError(f"application {key}: labels for openings that are no candidates: {', '.join(unknown)}")
        if not all(0 <= label <= 1 for label in sample.labels.values()):
            raise ValueError(f"application {key}: labels must lie between 0 and 1")
        if not sample.weight > 0:
            raise ValueError(f"application {key}: the weight must be above 0")


def best_opening(sample: LabelledApplication) -> str | None:
    """Key of the opening with the highest label of ACCEPTED or more; None when no place was given."""
    if not sample.labels:
        return None
    label, key = max((label, key) for key, label in sample.labels.items())
    return key if label >= ACCEPTED else None


def informative(sample: LabelledApplication) -> bool:
    """Whether anything about fit can be learned from the sample."""
    return bool(sample.labels)
