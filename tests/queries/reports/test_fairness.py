"""Rates of groups: counted by the database at each stage, small groups left out wherever they could show."""

import uuid

import pytest

from app.core.db import transaction
from app.matching import audit
from app.programmes.states import CallState
from app.reports import fairness, groups
from tests.factories import make_call, make_draft, make_person
from tests.queries.reports.crowd import Crowd


@pytest.fixture
def call():
    return make_call(openings=2)


@pytest.fixture
def crowd(call):
    return Crowd(call)


def counted(stage, dimension, call):
    return fairness.counts(stage, dimension, [call.id]).get(call.id, {})


def test_eligibility_is_a_failed_hard_rule_at_a_wished_opening(crowd, call):
    crowd.add(3, sector="health")
    crowd.add(2, sector="health", fails=True)
    crowd.save()

    assert counted("eligibility", "sector", call) == {"health": (5, 3)}


def test_a_rule_that_only_advises_fails_nobody(crowd, call):
    crowd.add(2, sector="health", fails=True)
    crowd.save()
    with transaction():
        crowd.rule.hard = False

    assert counted("eligibility", "sector", call) == {"health": (2, 2)}


def test_a_recommendation_counts_from_possible_on(crowd, call):
    crowd.add(2, fit=35)
    crowd.add(1, fit=34)
    crowd.save()

    assert counted("recommendation", "language", call) == {"fr": (3, 2)}


def test_reviews_are_compared_with_the_middle_of_their_call(crowd, call):
    other = Crowd(make_call())
    for points in (1, 2, 3, 4):
        crowd.add(1, points=points, sector="health")
    other.add(2, points=5, sector="health")
    crowd.add(1, sector="health")  # not reviewed
    crowd.save()
    other.save()

    found = fairness.counts("review", "sector", [call.id, other.call.id])
    assert found == {call.id: {"health": (4, 3)}, other.call.id: {"health": (2, 2)}}


def test_decisions_are_published_places(crowd, call):
    crowd.add(2, accepted=True)
    crowd.add(3, accepted=False)
    crowd.add(4)
    crowd.save()

    assert counted("decision", "language", call) == {"fr": (5, 2)}


def test_drafts_are_not_counted(crowd, call):
    crowd.add(1)
    crowd.save()
    make_draft(call=call)

    assert counted("eligibility", "language", call) == {"fr": (1, 1)}


def test_every_dimension_names_its_groups(crowd, call):
    crowd.add(1, language="ar", home_region="MA-06", sector="health", team_size=1, women_led="yes")
    crowd.add(1, team_size=3, women_led="no")
    crowd.add(1, team_size=12, women_led="prefer_not")
    crowd.add(1, team_size=5, author=make_person())
    crowd.save()

    found = {name: counted("eligibility", name, call) for name in groups.NAMES}
    assert found["language"] == {"ar": (1, 1), "fr": (3, 3)}
    assert found["region"] == {"MA-06": (1, 1), "": (3, 3)}
    assert found["sector"] == {"health": (1, 1), "": (3, 3)}
    assert found["team"] == {"1": (1, 1), "2-3": (1, 1), "4-6": (1, 1), "7+": (1, 1)}
    assert found["women_led"] == {"yes": (1, 1), "no": (1, 1)}
    assert found["first_time"] == {"first": (2, 2), "again": (2, 2)}
    assert list(found["city"].values()) == [(4, 4)]


def test_a_second_application_of_a_person_is_not_the_first(crowd, call):
    again = Crowd(make_call())
    crowd.add(2)
    crowd.save()
    again.person = crowd.person
    again.add(3)
    again.save()

    assert counted("eligibility", "first_time", again.call) == {"again": (3, 3)}


def test_each_dimension_is_one_statement_for_any_number_of_files(crowd, call, count_statements):
    for count in (1, 3):
        crowd.add(count, sector="health", points=3, accepted=True)
        crowd.save()
        for stage in fairness.STAGES:
            with count_statements() as statements:
                counted(stage, "sector", call)
            assert len(statements) == (2 if stage == "recommendation" else 1)  # the thresholds of the versions


def test_groups_under_ten_are_not_shown_nor_given_away(crowd, call):
    crowd.add(30, home_region="MA-06")
    crowd.add(12, home_region="MA-09")
    crowd.add(4, home_region="MA-01", fails=True)
    crowd.save()

    lines = [line for line in fairness.lines("region", call.id, [call.id]) if line.stage == "eligibility"]
    assert {line.group: line.rate and line.rate.members for line in lines} == {
        "MA-06": 30,
        "MA-09": None,
        "MA-01": None,
    }


def test_the_trend_runs_over_the_calls_with_the_same_suppression(crowd, call):
    later = Crowd(make_call())
    crowd.add(20, sector="health", fails=True)
    later.add(20, sector="health")
    later.add(20, sector="software")
    crowd.save()
    later.save()

    lines = fairness.lines("sector", later.call.id, [call.id, later.call.id])
    trend = {line.group: line.trend for line in lines if line.stage == "eligibility"}
    assert trend == {"health": (0.0, 1.0), "software": (None, 1.0)}


def test_an_alarm_is_named_by_call_stage_and_group(crowd, call):
    crowd.add(40, home_region="MA-06")
    crowd.add(40, home_region="MA-09", fails=True)
    crowd.save()

    alarms = [line for line in fairness.lines("region", call.id, [call.id]) if line.rate and line.rate.alarm]
    assert [(line.stage, line.group, line.rate.alarm) for line in alarms] == [("eligibility", "MA-09", "alarm")]
    subject = alarms[0].subject(call.key, "region")
    assert subject == f"fairness:{call.key}:eligibility:region:MA-09"
    assert fairness.told(subject) == ("eligibility", "region", "MA-09")


def test_the_table_holds_no_count_the_page_hides(crowd, call):
    crowd.add(30, home_region="MA-06", women_led="yes")
    crowd.add(4, home_region="MA-01", women_led="no")
    crowd.save()

    rows = list(fairness.table(call.id))
    assert all(row[3] is None or row[3] >= 10 for row in rows)
    assert [row[3] for row in rows if row[0] == "women_led" and row[1] == "eligibility"] == [None, None]


def test_groups_of_files_are_found_for_a_trial(crowd, call):
    first, second = crowd.add(2, women_led="yes", sector="health")
    crowd.save()

    assert groups.of_files("women_led", [first, second, uuid.uuid4()]) == {first: "yes", second: "yes"}
    assert groups.of_files("sector", []) == {}


def test_only_calls_that_took_files_are_offered(call):

    make_call(state=CallState.DRAFT)

    assert [row.key for row in fairness.calls()] == [call.key]
    assert audit.rates({}) == {}
