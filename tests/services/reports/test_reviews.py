"""The yearly review: begin, write, two people agree, freeze; nothing overwritten, nothing moved afterwards."""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import audit
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import speaking
from app.programmes.states import SiteState
from app.reports import review, review_pdf
from app.reports.indicators.model import year
from app.reports.services.approve_review import approve_review, freeze_review
from app.reports.services.enter_published import enter_published
from app.reports.services.freeze_figures import freeze, restate
from app.reports.services.set_target import plan_site, set_target
from app.reports.services.write_review import begin_review, write_review
from app.reports.states import ReviewState
from tests.factories import make_person, make_site
from tests.queries.reports.world import World

TEXTS = {"summary": {"fr": "Une année de croissance.", "ar": "سنة نمو."}}


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


@pytest.fixture
def lead():
    return make_person(Role.LEAD)


def do(service, **values):
    with transaction():
        return service(**values)


def now():
    return review.digest(review.content_of(review.get(2025)))


def begin(director, number=2025):
    """A review with one figure: nobody agrees to an empty one."""
    do(enter_published, key="regions_covered", period=year(number), value=5, actor=director, source="Rapport")
    return do(begin_review, year=number, actor=director)


def agreed_and_frozen(director, lead):
    begin(director)
    do(write_review, year=2025, actor=director, texts=TEXTS, seen={})
    do(approve_review, year=2025, actor=director, seen_sha256=now())
    do(approve_review, year=2025, actor=lead, seen_sha256=now())
    return do(freeze_review, year=2025, actor=director)


def test_a_year_has_one_review(director):
    begin(director)

    with pytest.raises(Conflict, match="already"):
        do(begin_review, year=2025, actor=director)


@pytest.mark.parametrize("number", [1999, today().year + 1])
def test_a_year_that_is_not_over_the_horizon(director, number):
    with pytest.raises(InvalidInput):
        do(begin_review, year=number, actor=director)


def test_two_writers_do_not_overwrite_each_other(director, lead):
    begin(director)
    do(write_review, year=2025, actor=director, texts=TEXTS, seen={})

    with pytest.raises(Conflict, match="in the meantime") as refused:
        do(write_review, year=2025, actor=lead, texts={"summary": {"fr": "Autre chose"}}, seen={})

    assert refused.value.field == "summary-fr"
    assert review.get(2025).texts["summary"]["fr"] == "Une année de croissance."


def test_texts_written_in_different_places_are_kept_of_both(director, lead):
    begin(director)
    do(write_review, year=2025, actor=director, texts=TEXTS, seen={})

    do(write_review, year=2025, actor=lead, texts={"funding": {"fr": "Douze tours."}}, seen={})

    kept = {key: texts for key, texts in review.get(2025).texts.items() if texts}
    assert kept == TEXTS | {"funding": {"fr": "Douze tours."}}


def test_after_reading_the_other_text_one_may_replace_it(director, lead):
    begin(director)
    do(write_review, year=2025, actor=director, texts=TEXTS, seen={})

    do(write_review, year=2025, actor=lead, texts={"summary": {"fr": "Autre\r\nchose"}}, seen=TEXTS)

    assert review.get(2025).texts["summary"] == {"fr": "Autre\nchose"}


def test_an_unknown_section_is_not_kept(director):
    begin(director)
    do(write_review, year=2025, actor=director, texts=TEXTS | {"secret": {"fr": "x"}}, seen={})

    assert review.get(2025).texts["summary"] == TEXTS["summary"]
    assert "secret" not in review.get(2025).texts


def test_a_text_that_is_too_long_is_refused_at_its_box(director):
    begin(director)

    with pytest.raises(InvalidInput) as refused:
        do(write_review, year=2025, actor=director, texts={"exports": {"ar": "ا" * 6001}}, seen={})

    assert refused.value.field == "exports-ar"


def test_one_person_is_not_two(director, lead):
    begin(director)
    do(approve_review, year=2025, actor=director, seen_sha256=now())

    with pytest.raises(Conflict, match="Another person"):
        do(approve_review, year=2025, actor=director, seen_sha256=now())
    with pytest.raises(Conflict, match="Two different people"):
        do(freeze_review, year=2025, actor=director)
    do(approve_review, year=2025, actor=lead, seen_sha256=now())

    assert review.get(2025).state is ReviewState.APPROVED


def test_a_changed_text_takes_the_agreements_away(director, lead):
    begin(director)
    for person in (director, lead):
        do(approve_review, year=2025, actor=person, seen_sha256=now())

    do(write_review, year=2025, actor=director, texts=TEXTS, seen={})

    assert review.approvals(review.get(2025)) == []
    assert review.get(2025).state is ReviewState.DRAFT


def test_saving_the_same_text_keeps_the_agreements(director):
    begin(director)
    do(write_review, year=2025, actor=director, texts=TEXTS, seen={})
    do(approve_review, year=2025, actor=director, seen_sha256=now())

    do(write_review, year=2025, actor=director, texts=TEXTS, seen=TEXTS)

    assert len(review.approvals(review.get(2025))) == 1


def test_agreeing_to_what_was_not_read_is_refused(director):
    begin(director)

    with pytest.raises(Conflict, match="figure changed"):
        do(approve_review, year=2025, actor=director, seen_sha256="0" * 64)


def test_a_figure_restated_after_the_agreements_stops_the_freeze(director, lead):
    world = World()
    world.supported(6)
    do(freeze, key="startups_supported", period=year(2025), actor=director)
    begin(director)
    for person in (director, lead):
        do(approve_review, year=2025, actor=person, seen_sha256=now())
    world.supported(3)
    do(restate, key="startups_supported", period=year(2025), actor=director, reason="Trois oubliées")

    with pytest.raises(Conflict, match="figure changed"):
        do(freeze_review, year=2025, actor=director)

    do(approve_review, year=2025, actor=lead, seen_sha256=now())

    given = {one.person_id: one.sha256 == now() for one in review.approvals(review.get(2025))}
    assert given == {director.id: False, lead.id: True}  # the first one agreed to other figures
    assert review.get(2025).state is ReviewState.DRAFT

    do(approve_review, year=2025, actor=director, seen_sha256=now())
    assert do(freeze_review, year=2025, actor=lead).state is ReviewState.FROZEN


def test_nobody_agrees_to_a_review_without_a_figure(director):
    do(begin_review, year=2025, actor=director)

    with pytest.raises(Conflict, match="Freeze the figures first"):
        do(approve_review, year=2025, actor=director, seen_sha256=now())


@pytest.mark.parametrize("number", [0, -1, 10_000, 99999999999999999999])
def test_a_year_that_no_calendar_has_is_not_found(number):
    with pytest.raises(NotFound):
        review.get(number)


def test_a_published_figure_is_not_set_against_a_target(director):
    World().supported(6)
    do(set_target, key="funds_raised", year=2026, value=50_000_000, source="Feuille de route", actor=director)
    do(set_target, key="startups_supported", year=2026, value=10, source="Feuille de route", actor=director)
    do(enter_published, key="funds_raised", period=year(2025), value=60_000_000, actor=director, source="Rapport")
    do(enter_published, key="startups_supported", period=year(2025), value=70, actor=director, source="Rapport")
    do(freeze, key="startups_supported", period=year(2025), actor=director)

    rows = {one["indicator"]: one for one in review.build(2025, {})["targets"]}

    assert rows["funds_raised"]["reached"] is None
    assert rows["funds_raised"]["published"]["value"] == 60_000_000
    assert (rows["startups_supported"]["reached"]["value"], rows["startups_supported"]["published"]) == (6, None)
    with speaking("en"):
        (line,) = review_pdf.target_lines(rows["funds_raised"])
    assert line[1] == "60 MDH, published: not comparable"


def test_what_comes_next_is_what_was_announced_by_the_year_after(director):
    site = make_site(status=SiteState.PLANNED, opened_on=None)
    opened = make_site(opened_on="2025-05-01")
    for planned_on, announced_on in ((date(2025, 6, 30), date(2024, 3, 1)), (date(2026, 12, 31), date(2026, 2, 1))):
        do(plan_site, site_key=site.key, planned_on=planned_on, announced_on=announced_on, source="x", actor=director)

    def planned(number):
        rows = {one["name"]["en"]: one for one in review.build(number, {})["planned"]}
        assert (opened.name["en"] in rows) is (number < 2025)
        return rows[site.name["en"]]["now"], rows[site.name["en"]]["slip"]

    assert planned(2022) == (None, None)
    assert planned(2023) == ("2025-06-30", 0)
    assert planned(2025) == ("2026-12-31", 549)


def test_a_frozen_review_does_not_move(director, lead):
    world = World()
    world.supported(6)
    do(freeze, key="startups_supported", period=year(2025), actor=director)
    frozen = agreed_and_frozen(director, lead)
    kept = frozen.content
    world.supported(3)
    do(restate, key="startups_supported", period=year(2025), actor=director, reason="Trois oubliées")

    found = review.get(2025)

    assert found.content == kept
    assert review.digest(review.content_of(found)) == found.sha256
    (line,) = [
        one for one in review.content_of(found)["figures"]["support"] if one["indicator"] == "startups_supported"
    ]
    assert line["value"] == 6


def test_a_frozen_review_takes_no_text_and_no_agreement(director, lead):
    agreed_and_frozen(director, lead)

    with pytest.raises(Conflict, match="frozen"):
        do(write_review, year=2025, actor=director, texts={}, seen={})
    with pytest.raises(Conflict, match="frozen"):
        do(approve_review, year=2025, actor=make_person(Role.ADMIN), seen_sha256=now())
    with pytest.raises(Conflict):
        do(freeze_review, year=2025, actor=director)


def test_every_step_leaves_a_trace(director, lead):
    frozen = agreed_and_frozen(director, lead)

    assert [event.action for event in audit.history(frozen.id)] == [
        "review.freeze", "review.approve", "review.agree", "review.agree", "review.write", "review.begin",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF])
def test_others_neither_write_nor_agree(director, role):
    begin(director)
    person = make_person(role)

    for service, values in (
        (begin_review, {"year": 2024}),
        (write_review, {"year": 2025, "texts": TEXTS, "seen": {}}),
        (approve_review, {"year": 2025, "seen_sha256": now()}),
        (freeze_review, {"year": 2025}),
    ):
        with pytest.raises(NotAllowed):
            do(service, actor=person, **values)


def test_a_year_without_a_review_is_not_found(director):
    with pytest.raises(NotFound):
        do(freeze_review, year=2020, actor=director)


def test_the_year_before_is_compared_under_one_definition_only(director):
    world = World()
    world.money(world.supported(1, first=date(2022, 1, 1))[0], 100_000, date(2022, 2, 1))
    for number, value in ((2022, 20_000_000), (2023, 60_000_000)):
        do(enter_published, key="funds_raised", period=year(number), value=value, actor=director, source="Rapport")
    do(freeze, key="funds_raised", period=year(2024), actor=director)

    alike, other = (review.build(number, {})["figures"]["funding"][0] for number in (2023, 2024))

    assert (alike["before"]["value"], alike["other_definition"]) == (20_000_000, False)
    assert (other["before"], other["other_definition"]) == (None, True)


def test_it_lists_what_was_launched_opened_and_promised():
    world = World()
    world.edition(world.develop, world.agadir, date(2024, 9, 1), date(2025, 6, 1))

    content = review.build(2024, {})

    assert [(one["programme"]["fr"], [site["on"] for site in one["sites"]]) for one in content["launched"]] == [
        (world.develop.name["fr"], ["2024-09-01"]),
    ]  # fmt: skip
    assert [one["on"] for one in review.build(2021, {})["opened"]] == ["2021"]
    assert json.loads(review.canonical(content)) == content


def test_no_small_group_is_in_the_document(director):
    world = World()
    world.supported(3)
    do(freeze, key="startups_supported", period=year(2025), actor=director)

    (line,) = [one for one in review.build(2025, {})["figures"]["support"] if one["indicator"] == "startups_supported"]

    assert line["hidden"]
    assert (line["value"], line["size"], line["rows"], line["rows_sha256"]) == (None, None, 0, "")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(review.AnnualReview)) == 0


def test_a_running_year_is_not_frozen(director, lead):
    begin(director, today().year)
    for person in (director, lead):
        content = review.content_of(review.get(today().year))
        do(approve_review, year=today().year, actor=person, seen_sha256=review.digest(content))

    with pytest.raises(Conflict, match="year to end"):
        do(freeze_review, year=today().year, actor=director)


def test_the_same_definition_is_compared_where_two_stand(director):
    """2022 was published and counted; 2023 is published: it compares with what was published."""
    world = World()
    world.money(world.supported(1, first=date(2022, 1, 1))[0], 100_000, date(2022, 2, 1))
    for number in (2022, 2023):
        do(enter_published, key="funds_raised", period=year(number), value=number, actor=director, source="Rapport")
    do(freeze, key="funds_raised", period=year(2022), actor=director)

    (line,) = review.build(2023, {})["figures"]["funding"]

    assert (line["before"]["value"], line["other_definition"]) == (2022, False)
