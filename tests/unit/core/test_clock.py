from datetime import UTC, datetime
from importlib import metadata

from app.core.clock import MOROCCO, at, today, utcnow


def test_morocco_is_on_utc_all_year_from_2027():
    noon = datetime(2027, 1, 1, 12, tzinfo=MOROCCO)

    assert noon.astimezone(UTC) == datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert datetime(2027, 7, 1, 12, tzinfo=MOROCCO).utcoffset().total_seconds() == 0


def test_the_zone_comes_from_the_pinned_package():
    year, release = metadata.version("tzdata").split(".")[:2]

    assert (int(year), int(release)) >= (2026, 3)


def test_the_clock_can_be_told_and_comes_back():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    with at(moment):
        assert utcnow() == moment
        assert today() == moment.date()

    assert utcnow() != moment
