"""What must hold for every application and every list of openings."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml.contracts import EXPORT, SECTORS, SKILLS, Settings, StartupProfile
from ml.features.names import FAMILIES, FEATURES, INDEX
from ml.features.pairs import matrix
from ml.predict import rank, score_many
from ml.train import train
from tests.ml.catalogue import OPENINGS
from tests.ml.strategies import LISTS, PROFILES

MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640"
ARABIC = ("منصة", "رقمية", "لمواكبة", "الفلاحين", "في", "السقي", "وتربية", "الماشية", "مدرسة", "الأطفال", "بنك")
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(profile=PROFILES, openings=LISTS)
def test_contributions_sum_to_the_margin(bundle, profile, openings):
    for match in rank(bundle, profile, openings):
        assert len(match.contributions) == len(FAMILIES) <= 10
        assert math.isclose(match.base + sum(r.weight for r in match.contributions), match.margin, abs_tol=1e-9)
        assert match.base_fit + sum(r.points for r in match.contributions) == match.fit


@slow
@given(profile=PROFILES, openings=LISTS, seed=st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(bundle, profile, openings, seed):
    shuffled = list(openings)
    seed.shuffle(shuffled)
    needs, wishes = list(profile.needs), list(profile.site_wishes)
    seed.shuffle(needs)
    seed.shuffle(wishes)
    turned = replace(profile, needs=tuple(needs), site_wishes=tuple(wishes))

    assert rank(bundle, profile, openings, explain=False) == rank(bundle, turned, shuffled, explain=False)


@slow
@given(profile=PROFILES, openings=LISTS, number=st.integers(0, len(OPENINGS) - 1))
def test_an_opening_more_changes_no_score(bundle, profile, openings, number):
    more = replace(OPENINGS[number], key="one-more", programme="unheard-of")
    before = {match.opening: (match.margin, match.probability, match.fit) for match in rank(bundle, profile, openings)}
    after = {m.opening: (m.margin, m.probability, m.fit) for m in rank(bundle, profile, [*openings, more])}

    assert {key: after[key] for key in before} == before


@slow
@given(profile=PROFILES, words=st.lists(st.sampled_from(ARABIC), min_size=1, max_size=8), data=st.data())
def test_arabic_with_and_without_marks_scores_the_same(bundle, profile, words, data):
    plain = " ".join(words)
    marked = "".join(c + data.draw(st.sampled_from(("", *MARKS))) if c.isalpha() else c for c in plain)

    one, other = (
        score_many(bundle, [replace(profile, language="ar", text=text)], OPENINGS) for text in (plain, marked)
    )
    assert np.array_equal(one, other)


@slow
@given(profile=PROFILES, opening=st.sampled_from(OPENINGS))
def test_what_can_only_help_never_hurts(bundle, profile, opening):
    for better in _better(profile, opening.site, opening.programme):
        before, after = (score_many(bundle, [one], [opening])[0, 0] for one in (profile, better))
        margins = [rank(bundle, one, [opening], explain=False)[0].margin for one in (profile, better)]

        assert margins[1] >= margins[0] - 1e-9, better
        assert math.isfinite(before)
        assert math.isfinite(after)


def _better(profile: StartupProfile, site: str, programme: str) -> list[StartupProfile]:
    """Changes that can only help at this opening: its site wished for, more core skills, more exports."""
    found = [replace(profile, programme_wish=programme)]
    if profile.site_wishes:
        found.append(replace(profile, site_wishes=(*profile.site_wishes, site)))
    if "business" in profile.skills:
        found.append(replace(profile, skills=SKILLS))
    if profile.export in EXPORT[:-1]:
        found.append(replace(profile, export=EXPORT[EXPORT.index(profile.export) + 1]))
    return found


@slow
@given(profile=PROFILES, opening=st.sampled_from(OPENINGS), free=st.integers(0, 300), waiting=st.integers(0, 300))
def test_a_site_that_serves_better_never_fits_worse(bundle, profile, opening, free, waiting):
    """More free seats, fewer waiting, the sector's own site, one more of the places needed."""
    told = replace(opening, free_seats=free, waiting=waiting, facilities=("office",))
    better = (
        replace(told, free_seats=free + 1),
        replace(told, waiting=max(waiting - 1, 0)),
        replace(told, vocation=(profile.sector,) if profile.sector in SECTORS else ()),
        replace(told, facilities=("office", "lab")),
    )
    before = rank(bundle, profile, [told], explain=False)[0].margin

    for other in better:
        assert rank(bundle, profile, [other], explain=False)[0].margin >= before - 1e-9


@slow
@given(profile=PROFILES, opening=st.sampled_from(OPENINGS))
def test_what_a_site_has_not_told_counts_for_nothing(bundle, profile, opening):
    silent = matrix_of(bundle, profile, opening)

    for name in ("place_vocation", "place_facility", "seats_free", "seats_waiting"):
        assert silent[INDEX[name]] == 0


@slow
@given(profile=PROFILES, data=st.data())
def test_openings_of_a_programme_differ_by_their_site_alone(bundle, profile, data):
    """Two sites in the same place, of which the same is told: the same fit."""
    opening = data.draw(st.sampled_from([one for one in OPENINGS if one.site not in profile.site_wishes]))
    twin = replace(opening, key="twin", site="another-site-there")

    first, second = rank(bundle, profile, [opening, twin], explain=False)

    assert first.margin == second.margin


def matrix_of(bundle, profile, opening):
    candidates = bundle.candidates([opening])
    return matrix([profile], bundle.alike([profile], candidates)[1], candidates)[:, 0, 0]


def test_weights_keep_the_direction_their_meaning_has(bundle):
    for regime in (bundle.known, bundle.new):
        for feature, weight in zip(FEATURES, regime.weights, strict=True):
            assert weight * feature.sign >= 0, feature.name


def test_nothing_that_identifies_or_is_protected_can_enter():
    allowed = {field.name for field in fields(StartupProfile)}

    assert not allowed & {"name", "email", "phone", "gender", "women_led", "age", "birth", "nationality", "origin"}


def test_weights_of_one_programme_move_that_programme(applicants):
    """Without decisions nothing else moves at all; contributions still sum."""
    usual, own = train((), OPENINGS), train((), OPENINGS, settings=Settings(programmes={"digitagri": {"sector": 3.0}}))
    sector = FAMILIES.index("sector")
    moved = set()
    for profile in applicants[:10]:
        for before, after in zip(
            *(sorted(rank(b, profile, OPENINGS), key=lambda m: m.opening) for b in (usual, own)), strict=True
        ):
            assert math.isclose(after.base + sum(r.weight for r in after.contributions), after.margin, abs_tol=1e-9)
            if before.margin != after.margin:
                moved.add(before.programme)
                assert before.contributions[sector].weight != after.contributions[sector].weight

    assert moved == {"digitagri"}
