"""Deadlines in words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.core import i18n
from app.core.clock import utcnow
from app.programmes.states import SiteState
from app.web.public.moments import deadline, opens_words, saved_words, time_left


def test_a_deadline_has_its_zone(app):
    with app.test_request_context("/en/"), i18n.speaking("en"):
        assert deadline(datetime(2026, 12, 9, 23, 59, tzinfo=UTC)) == "9 December 2026 at 23:59 (Morocco time, GMT)"


def test_midnight_is_read_as_the_end_of_the_day_before(app):
    with app.test_request_context("/en/"), i18n.speaking("en"):
        assert deadline(datetime(2026, 12, 3, 0, 0, tzinfo=UTC)).startswith("2 December 2026 at 23:59")


def test_time_left_in_words(app):
    with app.test_request_context("/en/"), i18n.speaking("en"):
        assert time_left(utcnow() - timedelta(seconds=1)) == "this date is past"
        assert time_left(utcnow() + timedelta(days=3)) == "in 3 days"


def test_saved_words_name_the_day_when_it_is_another_one(app):
    with app.test_request_context("/en/"), i18n.speaking("en"):
        assert saved_words(utcnow()).startswith("Saved at")
        assert saved_words(utcnow() - timedelta(days=3)).startswith("Saved on")


@pytest.mark.parametrize(
    ("state", "since", "words"),
    [
        ("open", "2001", ""),
        ("paused", "2001", "paused for now"),
        ("planned", "2027", "opens in 2027"),
        ("planned", "2027-03", "opens in March 2027"),
        ("planned", "2027-03-15", "opens on 15 March 2027"),
        ("planned", "2027-13", "opening date not yet known"),
        ("planned", "soon", "opening date not yet known"),
        ("planned", None, "opening date not yet known"),
    ],
)
def test_a_site_that_is_not_open_says_when_as_far_as_is_known(app, state, since, words):
    with app.test_request_context("/en/"), i18n.speaking("en"):
        assert opens_words(SimpleNamespace(status=SiteState(state), opened_on=since)) == words
