"""The hidden rule by which an imaginary committee places imaginary applications.

Worth of an opening to an application, in logit-like units, from the true stage and what the text is really about:

* sector: +1.6 inside the opening's list, -1.6 outside it, 0 when it takes all
* stage: +1.5 inside the span, -1.6 for each step before it, -1.2 for each step after it
* needs: +1.8 · share of the needs offered
* place: -1.0 for each 250 km (at most -3), -0.8 for a remote programme (+1.2 when remote presence is wished),
  +1.2 for a wished site
* wish: +0.9 for the wished programme
* export: +1.2 · export level for an opening turned abroad, -0.5 without any
* company: -2.5 when the opening asks for the opposite of what is
* taste: a standard normal draw times 0.6 for each programme and sector, written in no description: it is what only
  a history can teach
* noise: a Gumbel draw times 0.5 for each opening

The chosen opening has the greatest worth. Quality is drawn apart from fit (normal; the team adds to it): below -0.9
the application is refused for quality, which labels nothing; when even the best opening is worth less than -0.5 it is
refused for fit. Otherwise: 62 % accepted, 13 % on the waiting list, 15 % redirected from the first choice when that
was another opening, 10 % not decided yet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.contracts import EXPORT, SECTORS, STAGES, OpeningProfile, StartupProfile
from ml.features.structured import CAPITALS, kilometres

TASTE = 0.6
NOISE = 0.5


class Committee:
    """Decides with one fixed taste for each programme and sector."""

    def __init__(self, seed: int, openings: Sequence[OpeningProfile]) -> None:
        self.openings = tuple(openings)
        programmes = sorted({opening.programme for opening in openings})
        drawn = np.random.default_rng([seed, 3]).normal(size=(len(programmes), len(SECTORS)))
        self.taste = {programme: TASTE * row for programme, row in zip(programmes, drawn, strict=True)}

    def decide(self, profile: StartupProfile, sector: str, generator: np.random.Generator) -> dict[str, float]:
        """Labels of one application, empty when it is refused for its quality."""
        noise = NOISE * generator.gumbel(size=len(self.openings))
        worths = [self.worth(profile, sector, opening) for opening in self.openings]
        best = int(np.argmax(np.array(worths) + noise))
        quality = generator.normal() + 0.15 * len(profile.skills) - 0.3
        draw = generator.random()
        target, first = self.openings[best].key, self._first_choice(profile, worths, generator)
        if quality < -0.9:
            return {}
        if worths[best] < -0.5:
            return {first: 0.0}
        if draw < 0.62:
            return {target: 1.0}
        if draw < 0.75:
            return {target: 0.6}
        if draw < 0.90:
            return {target: 1.0} if first == target else {first: 0.0, target: 1.0}
        return {first: 0.3}

    def worth(self, profile: StartupProfile, sector: str, opening: OpeningProfile) -> float:
        """Worth without noise; see the module's first lines."""
        return (
            _sector(sector, opening)
            + _stage(profile, opening)
            + _needs(profile, opening)
            + _place(profile, opening)
            + _rest(profile, opening)
            + float(self.taste[opening.programme][SECTORS.index(sector)])
        )

    def _first_choice(self, profile: StartupProfile, worths: Sequence[float], generator: np.random.Generator) -> str:
        """What the applicant would have put first: their own, noisier view of the same worth."""
        seen = np.array(worths) + 1.5 * generator.gumbel(size=len(worths))
        wished = np.array([opening.programme == profile.programme_wish for opening in self.openings])
        return self.openings[int(np.argmax(seen + 3.0 * wished))].key


def _sector(sector: str, opening: OpeningProfile) -> float:
    if not opening.sectors:
        return 0.0
    return 1.6 if sector in opening.sectors else -1.6


def _stage(profile: StartupProfile, opening: OpeningProfile) -> float:
    if not opening.stages or profile.stage is None:
        return 0.0
    steps = sorted(STAGES.index(stage) for stage in opening.stages)
    own = STAGES.index(profile.stage)
    return 1.5 if steps[0] <= own <= steps[-1] else -1.6 * max(steps[0] - own, 0) - 1.2 * max(own - steps[-1], 0)


def _needs(profile: StartupProfile, opening: OpeningProfile) -> float:
    return 1.8 * len(set(profile.needs) & set(opening.offers)) / len(profile.needs) if profile.needs else 0.9


def _place(profile: StartupProfile, opening: OpeningProfile) -> float:
    if opening.remote:
        return 1.2 if profile.presence == "remote" else -0.8
    wished = 1.2 if opening.site in profile.site_wishes else 0.0
    home = CAPITALS.get(profile.region or "")
    if home is None or opening.latitude is None or opening.longitude is None:
        return wished - 1.0
    far = kilometres(*(np.array([value]) for value in (*home, opening.latitude, opening.longitude)))
    return wished - min(float(far[0]) / 250, 3.0)


def _rest(profile: StartupProfile, opening: OpeningProfile) -> float:
    worth = 0.9 if profile.programme_wish == opening.programme else 0.0
    if opening.international and profile.export is not None:
        level = EXPORT.index(profile.export) / (len(EXPORT) - 1)
        worth += 1.2 * level if level else -0.5
    opposite = {"required": False, "not_yet": True}.get(opening.company)
    return worth - 2.5 if opposite is not None and profile.company_created is opposite else worth
