"""Random profiles and openings, odd and empty ones included."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from ml import contracts as c
from tests.ml.catalogue import OPENINGS, PROGRAMMES, SITES

TEXTS = st.one_of(
    st.just(""),
    st.text(max_size=60),
    st.sampled_from(
        [
            "Une application mobile pour l'irrigation des exploitations agricoles et le suivi des récoltes.",
            "An online platform that helps artisans sell abroad.",
            "منصة رقمية لمواكبة الفلاحين في السقي وتربية الماشية",
        ]
    ),
)


def _maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | values


def _some(values: tuple[str, ...]) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)


PROFILES = st.builds(
    c.StartupProfile,
    key=st.just("case"),
    language=st.sampled_from(c.LANGUAGES),
    text=TEXTS,
    sector=_maybe(st.sampled_from((*c.SECTORS, "unheard-of"))),
    stage=_maybe(st.sampled_from(c.STAGES)),
    needs=_some(c.NEEDS),
    team_size=_maybe(st.integers(0, 50)),
    skills=_some(c.SKILLS),
    full_time=_maybe(st.integers(0, 50)),
    customers=_maybe(st.integers(0, 10**7)),
    revenue=_maybe(st.integers(0, 10**12)),
    export=_maybe(st.sampled_from(c.EXPORT)),
    funding_raised=_maybe(st.integers(0, 10**12)),
    company_created=_maybe(st.booleans()),
    company_age_months=_maybe(st.integers(0, 900)),
    region=_maybe(st.sampled_from(("MA-01", "MA-06", "MA-12", "FR-75"))),
    site_wishes=_some(tuple(SITES)),
    programme_wish=_maybe(st.sampled_from((*PROGRAMMES, "gone"))),
    presence=_maybe(st.sampled_from(c.PRESENCE)),
    start=_maybe(st.sampled_from(c.START)),
)
BARE = c.OpeningProfile(key="bare@nowhere", programme="bare", site="nowhere")


def _told(opening: c.OpeningProfile) -> st.SearchStrategy:
    """The opening with whatever its site may have told: vocation, facilities, free seats, people waiting."""
    return st.builds(
        lambda vocation, facilities, free, waiting: replace(
            opening, vocation=vocation, facilities=facilities, free_seats=free, waiting=waiting
        ),
        _some(c.SECTORS), _some((*c.PLACE_BOUND, "pool")), _maybe(st.integers(0, 500)), _maybe(st.integers(0, 5000)),
    )  # fmt: skip


LISTS = st.lists(st.sampled_from((*OPENINGS, BARE)), min_size=1, max_size=8, unique=True).flatmap(
    lambda openings: st.tuples(*(_told(one) for one in openings))
)
