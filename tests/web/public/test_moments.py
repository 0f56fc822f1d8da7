"""Deadlines in words."""

from datetime import UTC, datetime, timedelta

from app.core import i18n
from app.core.clock import utcnow
from app.web.public.moments import deadline, saved_words, time_left


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
