"""Ranking of openings for an application, with reasons, doubt and what would change the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.contracts import Change, Match, OpeningProfile, Reason, StartupProfile
from ml.explain.contributions import Account, Words, points, reasons, strongest_against, strongest_for
from ml.explain.counterfactual import changes
from ml.features.pairs import Candidates, matrix
from ml.models.ranker import Bundle, total

Floats = NDArray[np.float64]
LARGEST_SURE = 3
"""Openings a conformal set may hold before the answer counts as not sure."""
CHUNK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is shown of each opening, as plain lists."""

    probability: list[float]
    fit: list[int]
    base_fit: list[int]
    in_set: list[bool]
    sure: list[bool]


def rank(
    bundle: Bundle, profile: StartupProfile, openings: Sequence[OpeningProfile], *, explain: bool = True
) -> tuple[Match, ...]:
    """Matches of all openings, best first, ties by key; without `explain` they carry no reasons or changes.

    Raises ValueError when two openings have the same key.
    """
    candidates = bundle.candidates(openings)
    if not candidates.profiles:
        return ()
    documents, alike = bundle.alike([profile], candidates)
    account = _account(bundle, matrix([profile], alike, candidates), alike.known, candidates.own)
    keys = [opening.key for opening in candidates.profiles]
    rivals = bundle.rivals([profile], documents, alike.past)
    shown = _shown(bundle, account, bundle.probabilities(account.margins[None, :], rivals, keys)[0])
    parts: Sequence[tuple[Reason, ...]] = ((),) * len(candidates.profiles)
    changed: Sequence[tuple[Change, ...]] = ((),) * len(candidates.profiles)
    if explain:
        words = Words(documents, candidates.descriptions, bundle.space)
        share = points(account, bundle.scale).T.tolist()
        parts = [
            reasons(profile, opening, account, column, share[column], words)
            for column, opening in enumerate(candidates.profiles)
        ]
        changed = changes(bundle, profile, candidates, alike, account.margins)
    order = sorted(range(len(parts)), key=lambda column: (-account.margins[column], candidates.profiles[column].key))
    levels = bundle.settings.strong, bundle.settings.possible
    return tuple(_match(candidates, account, shown, column, parts[column], changed[column], levels) for column in order)


def score_many(bundle: Bundle, profiles: Sequence[StartupProfile], openings: Sequence[OpeningProfile]) -> Floats:
    """Probabilities (n, m) of all pairs, rows as `profiles`, columns as `openings`."""
    candidates = bundle.candidates(openings)
    keys = [opening.key for opening in candidates.profiles]
    result = np.empty((len(profiles), len(keys)))
    for start in range(0, len(profiles), CHUNK):
        chunk = profiles[start : start + CHUNK]
        documents, alike = bundle.alike(chunk, candidates)
        margins = bundle.margins(chunk, alike, candidates)
        result[start : start + CHUNK] = bundle.probabilities(margins, bundle.rivals(chunk, documents, alike.past), keys)
    return result


def _account(bundle: Bundle, pairs: Floats, known: NDArray[np.bool_], own: Floats) -> Account:
    contributions, base = bundle.contributions(pairs, known, own), bundle.base(known)
    weights = bundle.weights(known, own)[:, 0]
    return Account(
        pairs[:, 0], weights, bundle.means, contributions[:, 0], base[0], total(base, contributions)[0], known[0]
    )


def _shown(bundle: Bundle, account: Account, probability: Floats) -> Shown:
    limits = np.where(account.known, bundle.known.threshold, bundle.new.threshold)
    in_set = probability >= limits
    few = not bundle.prior_only and 1 <= int(in_set.sum()) <= LARGEST_SURE
    return Shown(
        probability.tolist(),
        bundle.scale.fit(account.margins).tolist(),
        bundle.scale.fit(account.base).tolist(),
        in_set.tolist(),
        (in_set & account.known & few).tolist(),
    )


def _match(
    candidates: Candidates,
    account: Account,
    shown: Shown,
    column: int,
    parts: tuple[Reason, ...],
    changed: tuple[Change, ...],
    levels: tuple[int, int],
) -> Match:
    opening, fit = candidates.profiles[column], shown.fit[column]
    return Match(
        opening=opening.key,
        programme=opening.programme,
        site=opening.site,
        margin=float(account.margins[column]),
        probability=shown.probability[column],
        fit=fit,
        level="strong" if fit >= levels[0] else "possible" if fit >= levels[1] else "weak",
        sure=shown.sure[column],
        in_set=shown.in_set[column],
        base=float(account.base[column]),
        base_fit=shown.base_fit[column],
        contributions=parts,
        reasons_for=strongest_for(parts),
        reasons_against=strongest_against(parts),
        changes=changed,
    )
