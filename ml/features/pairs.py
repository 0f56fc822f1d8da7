"""The pair matrix: every feature of `names` for n applications and m openings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contracts import NEEDS, PLACE_BOUND, PRESENCE, OpeningProfile, StartupProfile
from ml.features.history import History, Past
from ml.features.likeness import Descriptions, Documents, level, lift
from ml.features.names import INDEX, NAMES
from ml.features.structured import (
    CORE_SKILLS,
    Applications,
    Openings,
    encode_applications,
    encode_openings,
    kilometres,
    wished_programmes,
    wished_sites,
)
from ml.features.text import TextSpace

Floats = NDArray[np.float64]
Column = NDArray[np.floating[Any]]
Columns = dict[str, Column]
SERVING = (2, 5)  # positions of mentoring and training in NEEDS
BUSINESS = 1  # position of business in SKILLS
PLACES = tuple(NEEDS.index(need) for need in PLACE_BOUND)
HALF_FREE = 4
"""Free seats that count neither for nor against."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What is computed once for a list of openings."""

    profiles: tuple[OpeningProfile, ...]
    facts: Openings
    descriptions: Descriptions
    history_column: NDArray[np.int64]
    own: Floats
    """What the prior weights of the opening's programme differ by (F, m)."""

    @classmethod
    def of(
        cls,
        openings: Sequence[OpeningProfile],
        space: TextSpace,
        history: History,
        weights: Mapping[str, Floats] | None = None,
    ) -> Candidates:
        position = {programme: index for index, programme in enumerate(history.programmes)}
        columns = np.array([position.get(opening.programme, -1) for opening in openings], dtype=np.int64)
        own = np.zeros((len(NAMES), len(openings)))
        for column, opening in enumerate(openings):
            if weights and opening.programme in weights:
                own[:, column] = weights[opening.programme]
        return cls(tuple(openings), encode_openings(openings), Descriptions.of(openings, space), columns, own)


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Text and history features (n, m) of pairs; they do not depend on the structured facts of a what-if."""

    columns: Columns
    known: NDArray[np.bool_]
    past: Past


def sector(a: Applications, o: Openings) -> Columns:
    """Sector columns: inside, outside or unknown, against the openings that list sectors."""
    listed = o.sectors.sum(axis=1)
    limited = (listed > 0)[None, :]
    missing = (a.sector < 0)[:, None]
    inside = o.sectors[:, np.maximum(a.sector, 0)].T & ~missing & limited
    return {
        "sector_match": inside * 1.0,
        "sector_specific": inside / np.maximum(listed, 1)[None, :],
        "sector_outside": (limited & ~inside & ~missing) * 1.0,
        "sector_missing": (limited & missing) * 1.0,
    }


def stage(a: Applications, o: Openings) -> Columns:
    """Stage columns: within the span of the opening, or how many steps before or after it (0-1)."""
    own, missing = a.stage[:, None], np.isnan(a.stage)[:, None]
    limited = ~np.isnan(o.first)[None, :]
    early = np.nan_to_num(np.maximum(o.first[None, :] - own, 0))
    late = np.nan_to_num(np.maximum(own - o.last[None, :], 0))
    return {
        "stage_match": (limited & ~missing & (early == 0) & (late == 0)) * 1.0,
        "stage_early": np.minimum(early, 2) / 2,
        "stage_late": np.minimum(late, 2) / 2,
        "stage_missing": (limited & missing) * 1.0,
    }


def needs(a: Applications, o: Openings) -> Columns:
    """Share of the needs that are offered, and share of the offer that is needed."""
    both = a.needs.astype(float) @ o.offers.T.astype(float)
    asked, offered = a.needs.sum(axis=1)[:, None], o.offers.sum(axis=1)[None, :]
    return {
        "needs_covered": both / np.maximum(asked, 1),
        "needs_focus": both / np.maximum(offered, 1),
        "needs_missing": np.broadcast_to((asked == 0) * 1.0, both.shape),
    }


def distance(a: Applications, o: Openings) -> Column:
    """Kilometres (n, m) from the team's regional capital to the site; NaN when either is not known."""
    return kilometres(a.latitude[:, None], a.longitude[:, None], o.latitude[None, :], o.longitude[None, :])


def place(a: Applications, o: Openings) -> Columns:
    """Distance (log scale, 1 at about 1,000 km), presence and site wishes; a remote opening has no distance."""
    remote = np.broadcast_to(o.remote[None, :], (len(a.region), len(o.sites)))
    far = np.where(remote, np.nan, distance(a, o))
    wants_remote = (a.presence == PRESENCE.index("remote"))[:, None]
    wants_site = (a.presence == PRESENCE.index("onsite"))[:, None]
    wished, asked = wished_sites(a, o)
    same = (a.region[:, None] == o.region[None, :]) & (a.region >= 0)[:, None] & ~remote
    return {
        "place_distance": np.nan_to_num(np.log1p(far / 25) / np.log(41)),
        "place_same_region": same * 1.0,
        "place_missing": (np.isnan(far) & ~remote) * 1.0,
        "place_remote": remote * 1.0,
        "place_remote_wanted": (remote & wants_remote) * 1.0,
        "place_remote_unwanted": (remote & wants_site) * 1.0,
        "place_onsite_unwanted": (~remote & wants_remote) * 1.0,
        "place_wished": wished * 1.0,
        "place_other_wished": (asked & ~wished) * 1.0,
        **site(a, o, remote),
    }


def site(a: Applications, o: Openings, remote: NDArray[np.bool_]) -> Columns:
    """Whether the site is known for the sector (0 or 1), and how far it has the places needed (-1 none, 1 all).

    0 where the site's vocation or facilities are not published, nothing of the kind is asked, or all is remote.
    """
    known_for = o.vocation[:, np.maximum(a.sector, 0)].T & (a.sector >= 0)[:, None] & ~remote
    asked = np.asarray(a.needs[:, PLACES])
    wanted = asked.sum(axis=1)[:, None]
    told = (wanted > 0) & np.asarray(o.facilities.any(axis=1))[None, :] & ~remote
    served = asked.astype(float) @ o.facilities.T.astype(float) / np.maximum(wanted, 1)
    return {"place_vocation": known_for * 1.0, "place_facility": np.where(told, 2 * served - 1, 0.0)}


def team(a: Applications, o: Openings) -> Columns:
    """Core skills and full-time people, counted the more the more mature the opening's level is."""
    wanted = np.nan_to_num(o.level, nan=0.5)[None, :]
    described = np.asarray(a.skills.any(axis=1))
    share = a.skills[:, CORE_SKILLS].sum(axis=1) / len(CORE_SKILLS)
    time = np.nan_to_num(np.minimum(a.full_time, 3) / 3)
    served = np.asarray(o.offers[:, SERVING].any(axis=1))[None, :]
    gap = np.asarray(described & ~a.skills[:, BUSINESS], dtype=bool)[:, None]
    missing = np.asarray(~described & np.isnan(a.full_time), dtype=bool)
    return {
        "team_skills": share[:, None] * wanted,
        "team_full_time": time[:, None] * wanted,
        "team_gap_served": (gap & served) * 1.0,
        "team_missing": np.broadcast_to(missing[:, None] * 1.0, (len(missing), wanted.shape[1])),
    }


def traction(a: Applications, o: Openings) -> Columns:
    """Distance of the traction rung from the opening's level, and exports for openings turned abroad."""
    gap = o.level[None, :] - a.traction[:, None]
    limited = ~np.isnan(o.level)[None, :]
    abroad = o.international[None, :]
    export, unknown = np.nan_to_num(a.export)[:, None], np.isnan(a.export)[:, None]
    early, late = np.maximum(gap, 0), np.maximum(-gap, 0)
    return {
        "traction_early": np.nan_to_num(early),
        "traction_late": np.nan_to_num(late),
        "traction_missing": (np.isnan(a.traction)[:, None] & limited) * 1.0,
        "export_fits": np.where(abroad, export, 0.0),
        "export_none": (abroad & ~unknown & (export == 0)) * 1.0,
        "export_missing": (abroad & unknown) * 1.0,
    }


def timing(a: Applications, o: Openings) -> Columns:
    """Years between wished and offered start (0-1), and whether the company's existence suits the opening."""
    gap = np.abs(a.start[:, None] - o.start[None, :])
    created, absent, unknown = (x[:, None] for x in (a.company == 1, a.company == 0, np.isnan(a.company)))
    required, not_yet = o.required[None, :], o.not_yet[None, :]
    return {
        "timing_gap": np.nan_to_num(np.minimum(gap / 12, 1)),
        "timing_missing": np.isnan(gap) * 1.0,
        "company_match": ((required & created) | (not_yet & absent)) * 1.0,
        "company_absent": (required & absent) * 1.0,
        "company_created": (not_yet & created) * 1.0,
        "company_missing": ((required | not_yet) & unknown) * 1.0,
        **seats(o, gap.shape),
    }


def seats(o: Openings, shape: tuple[int, ...]) -> Columns:
    """Free seats (-0.5 for none, 0 for an ordinary number, levelling off at 0.5) and people waiting for each seat.

    0 where nobody looked: then a place is neither better nor worse than those of the training.
    """
    free, crowd = np.nan_to_num(o.free / (o.free + HALF_FREE) - 0.5), np.nan_to_num(o.crowd)
    return {
        "seats_free": np.broadcast_to(free[None, :], shape),
        "seats_waiting": np.broadcast_to((crowd / (crowd + 1))[None, :], shape),
    }


def wish(a: Applications, o: Openings) -> Columns:
    """Whether the programme, or another one, was wished for."""
    wished, asked = wished_programmes(a, o)
    return {"wish_programme": wished * 1.0, "wish_other": (asked & ~wished) * 1.0}


STRUCTURED = (sector, stage, needs, place, team, traction, timing, wish)


def likeness(
    profiles: Sequence[StartupProfile],
    documents: Documents,
    candidates: Candidates,
    catalogue: Descriptions,
    history: History,
    past: Past | None = None,
) -> Likeness:
    """Text and history columns of all pairs, and which pairs have a history; `past` spares reckoning it again."""
    words, characters = candidates.descriptions.cosines(documents)
    everywhere = level(*catalogue.cosines(documents))
    of = candidates.descriptions.text_of
    above = lift(level(words, characters), everywhere)
    present = ~documents.missing[:, None]
    past = past or history.likeness(profiles, documents.words, documents.characters)
    nothing = np.zeros((len(profiles), 1))  # the last column stands for programmes without a history
    spread = [np.concatenate([part, nothing], axis=1)[:, candidates.history_column] for part in past]
    return Likeness(
        {
            "text_words": np.minimum(words * 5, 2.0)[:, of],
            "text_chars": np.minimum(characters * 2.5, 2.0)[:, of],
            "text_lift": np.where(present, above, 0.0)[:, of],
            "text_missing": np.broadcast_to(~present * 1.0, (len(profiles), len(of))),
            "history_text": spread[0] * 6 * spread[4],
            "history_nearest": spread[1] * 30 * spread[4],
            "history_lift": spread[2] * 20 * spread[4],
            "history_facts": spread[3] * spread[4],
        },
        spread[4].astype(bool),
        past,
    )


def restaged(alike: Likeness, profiles: Sequence[StartupProfile], candidates: Candidates, history: History) -> Likeness:
    """The likeness of one application (1, m) for variants of it (v, m) that differ in sector or stage, not in text."""
    facts = np.concatenate([history.facts(profiles), np.zeros((len(profiles), 1))], axis=1)
    told = facts[:, candidates.history_column] * alike.known
    return replace(alike, columns={**alike.columns, "history_facts": told})


def matrix(profiles: Sequence[StartupProfile], alike: Likeness, candidates: Candidates) -> Floats:
    """The pair matrix (F, n, m), features first in the order of `names.NAMES`."""
    applications = encode_applications(profiles)
    columns: Columns = dict(alike.columns)
    for build in STRUCTURED:
        columns.update(build(applications, candidates.facts))
    result = np.empty((len(NAMES), len(profiles), len(candidates.profiles)))
    for name, values in columns.items():
        result[INDEX[name]] = values
    return result
