"""Evidence of reasons, and changes that hold when scored again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ml.contracts import StartupProfile
from ml.explain.counterfactual import SMALLEST, variants
from ml.predict import rank
from tests.ml.catalogue import OPENINGS

FARM = StartupProfile(
    "farm", text="Capteurs d'Irrigation pour les exploitations agricoles et l'élevage", sector="agritech",
    stage="prototype", needs=("field_trials", "lab"), skills=("technical",), full_time=1, customers=0, revenue=0,
    export="none", company_created=True, region="MA-09", site_wishes=("agadir-ci",), programme_wish="digitagri",
    presence="onsite", start="now",
)  # fmt: skip


def reason(bundle, profile, key, family):
    match = {match.opening: match for match in rank(bundle, profile, OPENINGS)}[key]
    return next(reason for reason in match.contributions if reason.family == family)


def test_the_obvious_case_is_first_with_its_reasons(bundle):
    best = rank(bundle, FARM, OPENINGS)[0]

    assert best.opening == "digitagri@agadir-ci"
    assert best.level == "strong"
    assert len(best.reasons_for) == 3


@pytest.mark.parametrize(
    ("key", "family", "code", "evidence"),
    [
        ("digitagri@agadir-ci", "sector", "sector.match", ("agritech",)),
        ("hosting@rabat", "sector", "sector.none", ("agritech",)),
        ("start@rabat", "sector", "sector.open_to_all", ()),
        ("digitagri@agadir-ci", "stage", "stage.match", ("prototype",)),
        ("develop@agadir", "stage", "stage.early", ("prototype", "pilots")),
        ("digitagri@agadir-ci", "needs", "wish.programme", ()),
        ("start@rabat", "needs", "needs.uncovered", ("lab", "field_trials")),
        ("boost-up-lab@agadir", "timing", "timing.company_created", ()),
        ("digitagri@rabat", "export", "export.ordinary", ()),
    ],
)
def test_reasons_name_what_they_rest_on(bundle, key, family, code, evidence):
    found = reason(bundle, FARM, key, family)

    assert (found.code, found.evidence) == (code, evidence)


@pytest.mark.parametrize(
    ("told", "family", "code", "evidence"),
    [
        ({"vocation": ("agritech",), "region": None, "latitude": None}, "place", "place.vocation", ("agritech",)),
        ({"facilities": ("lab", "field_trials"), "region": None, "latitude": None}, "place", "place.facility",
         ("lab", "field_trials")),
        ({"facilities": ("office",)}, "place", "place.no_facility", ("lab", "field_trials")),
        ({"facilities": ("lab",)}, "place", None, None),
        ({"free_seats": 40}, "timing", "timing.seats_free", ("40",)),
        ({"waiting": 90}, "timing", "timing.waiting", ("90",)),
        ({"free_seats": 0}, "timing", "timing.no_seats", ()),
        ({"free_seats": 4}, "timing", None, None),
    ],
)  # fmt: skip
def test_what_a_site_tells_is_a_reason(bundle, told, family, code, evidence):
    """Of an application that tells nothing else about places and dates."""
    bare = replace(FARM, region=None, site_wishes=(), start=None, company_created=None, presence=None)
    usual = next(one for one in OPENINGS if one.key == "digitagri@rabat")
    plain, other = (replace(usual, region=None, latitude=None, starts_in_months=None), None)
    other = replace(plain, **told)
    before, after = (
        next(r for r in rank(bundle, bare, [one])[0].contributions if r.family == family) for one in (plain, other)
    )

    if code is None:
        assert after == before
    else:
        assert (after.weight > before.weight) is (
            code not in ("place.no_facility", "timing.no_seats", "timing.waiting")
        )
        assert evidence == after.evidence or after.code == before.code


def test_a_remote_programme_is_not_measured_by_its_site(bundle):
    remote = next(one for one in OPENINGS if one.remote)
    told = replace(remote, vocation=("agritech",), facilities=("office",))

    one, other = (rank(bundle, FARM, [opening])[0] for opening in (remote, told))

    assert one.margin == other.margin
    assert next(r.code for r in other.contributions if r.family == "place").startswith("place.remote")


def test_shared_words_are_those_the_applicant_wrote(bundle):
    found = reason(bundle, FARM, "digitagri@rabat", "text")

    assert found.code == "text.close"
    assert found.evidence == ("élevage", "Irrigation", "agricoles")


def test_a_far_site_tells_the_kilometres(bundle):
    found = reason(bundle, FARM, "start@tanger", "place")

    assert found.code in {"place.far", "place.not_wished"}
    unwished = replace(FARM, site_wishes=())
    assert 600 < int(reason(bundle, unwished, "start@tanger", "place").evidence[0]) < 800


@pytest.mark.parametrize(
    ("fact", "key", "family", "code"),
    [
        ("sector", "digitagri@rabat", "sector", "sector.missing"),
        ("stage", "develop@rabat", "stage", "stage.missing"),
        ("region", "start@rabat", "place", "place.missing"),
    ],
)
def test_a_missing_fact_is_said(bundle, fact, key, family, code):
    silent = replace(FARM, **{fact: None}, site_wishes=())

    assert reason(bundle, silent, key, family).code == code


def test_an_empty_application_says_what_is_missing(bundle):
    codes = {r.code for match in rank(bundle, StartupProfile("empty"), OPENINGS) for r in match.contributions}

    assert {"text.missing", "needs.missing", "team.missing", "stage.missing", "traction.missing"} <= codes


def test_every_change_holds_when_scored_again(bundle, applicants):
    seen = 0
    for profile in applicants[:15]:
        tried = {(v.field, v.after): v.profile for v in variants(profile, OPENINGS)}
        matches = rank(bundle, profile, OPENINGS)
        for match in matches:
            assert len(match.changes) <= 3
            for change in match.changes:
                after = {m.opening: m for m in rank(bundle, tried[change.field, change.after], OPENINGS, explain=False)}
                assert after[change.opening].fit == change.fit_after
                own = change.opening == match.opening
                assert change.fit_after - change.fit_before >= (SMALLEST if own else 1)
                seen += 1
                if not own:
                    assert match is matches[0]
                    assert next(iter(after)) == change.opening
    assert seen > 20


def test_only_changeable_facts_are_ever_changed(applicants):
    for profile in applicants:
        fields = {variant.field for variant in variants(profile, OPENINGS)}
        assert fields <= {"stage", "skills", "needs", "customers", "revenue", "site_wishes", "presence", "start"}


def test_a_change_does_not_invent_what_was_not_told():
    fields = {variant.field for variant in variants(StartupProfile("empty"), OPENINGS)}

    assert fields == {"needs", "site_wishes", "presence", "start"}
