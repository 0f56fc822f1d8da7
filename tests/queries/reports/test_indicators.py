"""Each indicator's formula against a small world counted by hand."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.cohorts.models import Participation, Pass
from app.core.db import db, transaction
from app.decisions.models import Decision, Offer
from app.decisions.states import DecisionKind, DecisionState, OfferState
from app.events.models import Event
from app.outcomes.models import Outcome
from app.programmes.models import Target
from app.programmes.queries import openings
from app.programmes.states import SiteState
from app.reports.indicators.intake import sent
from app.reports.indicators.model import Place, year
from app.reports.indicators.registry import REGISTRY
from app.startups.models import Startup
from tests.factories import make_application, make_call, make_person, make_region, make_site, save, texts

Y25 = year(2025)


def value(key, period=Y25, place=None):
    figure = REGISTRY.get(key).figure(period, place or Place())
    return (figure.value, figure.base) if figure.base is not None else figure.value


def sent_on(application, moment, **values):
    with transaction() as session:
        session.execute(
            sa.update(Application).where(Application.id == application.id).values(submitted_at=moment, **values)
        )


def decided(application, kind, moment, *, state=DecisionState.PUBLISHED, opening=None):
    return save(
        Decision(
            id=uuid.uuid4(), application_id=application.id, kind=kind, state=state, opening_id=opening,
            reason_code=None, decided_by_id=application.created_by_id, decided_at=moment,
            published_at=moment if state is DecisionState.PUBLISHED else None,
        )
    )  # fmt: skip


@pytest.fixture
def intake():
    """Four files: three sent in 2025 (two answered), one sent a minute too late in Morocco."""
    call = make_call(openings=1)
    files = [make_application(call=call, run_jobs=False) for _ in range(4)]
    march = datetime(2025, 3, 1, 12, tzinfo=UTC)
    for file, moment in zip(files[:3], (march, march + timedelta(days=1), march + timedelta(days=2)), strict=True):
        sent_on(file, moment)
    sent_on(files[3], datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC))
    place = openings(call.id)[0]
    decided(files[0], DecisionKind.ACCEPT, march + timedelta(days=10), opening=place.id)
    decided(files[1], DecisionKind.WAITLIST, march + timedelta(days=5), opening=place.id)
    decided(files[2], DecisionKind.ACCEPT, march, opening=place.id, state=DecisionState.PROVISIONAL)
    return files, place


def test_applications_are_files_sent_in_the_period(intake):
    assert value("applications") == 3
    assert value("applications", year(2026)) == 1


def test_admission_is_places_over_published_answers(intake):
    assert value("admission_rate") == (1, 2)


def test_the_median_time_is_the_lower_of_two_middles(intake):
    assert value("decision_days") == 4


def test_confirmation_is_over_answered_offers(intake):
    files, place = intake
    when = datetime(2025, 4, 1, tzinfo=UTC)
    for file, state in zip(files, (OfferState.CONFIRMED, OfferState.DECLINED, OfferState.EXPIRED), strict=False):
        save(
            Offer(id=uuid.uuid4(), application_id=file.id, opening_id=place.id, state=state, expires_at=when,
                  answered_at=when)
        )  # fmt: skip
    save(
        Offer(id=uuid.uuid4(), application_id=files[3].id, opening_id=place.id, state=OfferState.OPEN, expires_at=when)
    )

    assert value("confirmation_rate") == (1, 3)


def test_a_place_is_that_of_the_published_answer_else_of_the_first_wish(intake):
    _files, place = intake

    assert {(file.site, file.programme) for file in sent(Y25)} == {(place.site.key, place.programme.key)}


def test_supported_startups_are_counted_once_at_their_latest_place(world):
    twice, old, coming, staying = (world.startup(name) for name in ("deux", "ancienne", "future", "hébergée"))
    world.take_part(twice, date(2024, 1, 1), date(2025, 1, 1), state="completed")
    world.take_part(twice, date(2025, 6, 1), programme=world.develop, site=world.agadir)
    world.take_part(old, date(2023, 1, 1), date(2024, 12, 31), state="completed")
    world.take_part(coming, date(2026, 1, 1))
    world.stay(staying, date(2025, 12, 31))

    assert value("startups_supported") == 2
    assert value("startups_supported", place=Place(site="agadir")) == 1
    assert value("startups_supported", place=Place(programme="develop")) == 1
    assert value("startups_supported", place=Place(site="casa")) == 1
    assert value("startups_since_start") == 3
    assert value("startups_since_start", year(2026)) == 4


def test_beneficiaries_began_under_the_roadmap(world):
    save(Target(id=uuid.uuid4(), indicator="beneficiaries", year=2024, value=70, source="feuille de route"))
    before, first, second = (world.startup() for _ in range(3))
    world.take_part(before, date(2023, 5, 1), date(2023, 12, 1), state="completed")
    world.take_part(before, date(2025, 5, 1), programme=world.develop)
    world.take_part(first, date(2024, 1, 1))
    world.take_part(second, date(2025, 12, 31))

    assert value("beneficiaries", year(2024)) == 1
    assert value("beneficiaries") == 2


def test_without_a_roadmap_nobody_is_its_beneficiary(world):
    world.supported(2)

    assert value("beneficiaries") == 0


def test_completion_is_over_participations_that_ended(world):
    for state, day in (("completed", date(2025, 1, 1)), ("completed", date(2025, 12, 31)), ("left", date(2025, 5, 1))):
        world.take_part(world.startup(), date(2024, 6, 1), day, state=state)
    world.take_part(world.startup(), date(2024, 6, 1), date(2026, 1, 1), state="left")
    world.take_part(world.startup(), date(2024, 6, 1))

    assert value("completion_rate") == (2, 3)


def test_jobs_are_the_latest_figure_of_each_supported_startup(world):
    one, other, silent = world.supported(3)
    stranger = world.startup()
    world.figure(one, "jobs", 5, year=2024)
    world.figure(one, "jobs", 8)
    world.figure(other, "jobs", 2)
    world.figure(silent, "jobs", None)
    world.figure(stranger, "jobs", 100)

    figure = REGISTRY.get("jobs").figure(Y25)

    assert (figure.value, figure.group_size, figure.asked) == (10, 2, 3)


def test_jobs_nobody_told_are_not_zero(world):
    world.supported(2)

    assert value("jobs") is None


def test_money_counts_when_it_is_verified_and_in_the_period(world):
    (one,) = world.supported(1)
    stranger = world.startup()
    world.money(one, 1_000_000, date(2025, 1, 1))
    world.money(one, 500_000, date(2025, 12, 31), "series_a")
    world.money(one, 70_000, date(2025, 6, 1), "loan")
    world.money(one, 30_000, date(2025, 6, 1), "grant")
    world.money(one, 9_000_000, date(2025, 6, 1), verified=False)
    world.money(one, 8_000_000, date(2025, 6, 1), removed=True)
    world.money(one, 7_000_000, date(2026, 1, 1))
    world.money(stranger, 6_000_000, date(2025, 6, 1))

    assert value("funds_raised") == 1_500_000
    assert value("loans_grants") == 100_000


def test_exporters_are_a_share_of_those_that_answered(world):
    much, little, none, unsaid, silent = world.supported(5)
    for startup, whole, abroad in ((much, 100, 61), (little, 100, 60), (none, 100, 0)):
        world.figure(startup, "turnover", whole)
        world.figure(startup, "turnover_abroad", abroad)
    world.figure(unsaid, "turnover_abroad", None)

    figure = REGISTRY.get("exporters").figure(Y25)

    assert (figure.value, figure.base, figure.asked) == (2, 3, 5)
    assert value("mostly_abroad") == (1, 2)
    assert silent is not None


def test_an_exporter_without_a_known_turnover_is_not_in_the_share(world):
    one, other = world.supported(2)
    world.figure(one, "turnover_abroad", 10)
    world.figure(other, "turnover_abroad", 10)
    world.figure(other, "turnover", 12)

    figure = REGISTRY.get("mostly_abroad").figure(Y25)

    assert (figure.value, figure.base, figure.asked) == (1, 1, 2)


def test_women_led_startups_are_a_share_of_those_that_declared(world):
    for answer in ("yes", "no", "prefer_not"):
        application = make_application(run_jobs=False, women_led=[answer])
        sent_on(application, datetime(2025, 6, 1, tzinfo=UTC))
        world.take_part(db.session.get(Startup, application.startup_id), date(2025, 1, 1))
    world.supported(1)

    figure = REGISTRY.get("led_by_women").figure(Y25)

    assert (figure.value, figure.base, figure.asked) == (1, 2, 4)


def test_survival_looks_at_the_anniversary(world):
    """18 months after 2024-01-15 is 2025-07-15."""
    alive, dead_before, dead_after, silent, too_young = world.supported(5, first=date(2024, 1, 15))
    with transaction() as session:
        session.execute(
            sa.update(Participation).where(Participation.startup_id == too_young.id).values(starts_on=date(2024, 8, 1))
        )
    world.figure(alive, "active", 1)
    world.figure(dead_before, "active", 0, year=2024)
    world.figure(dead_after, "active", 0)
    world.figure(silent, "active", 1, year=2024)

    figure = REGISTRY.get("survival_18m").figure(Y25)

    assert (figure.value, figure.base, figure.asked) == (1, 3, 4)
    assert value("survival_5y", year(2029)) == (0, 2)  # the others last answered before their anniversary


def test_regions_and_cities_have_an_open_site(world):
    make_site(key="cite", city="agadir", region_code="MA-09", opened_on="2019")
    make_site(key="essaouira", region_code=make_region("MA-07").code, opened_on="2025-11-24")
    make_site(key="fes", region_code=make_region("MA-03").code, status=SiteState.PLANNED, opened_on="2025-01-01")

    assert [value("regions_covered", year(number)) for number in (2020, 2024, 2025)] == [2, 2, 3]
    assert [value("cities_covered", year(number)) for number in (2000, 2001, 2024, 2025)] == [0, 1, 2, 3]


def test_occupancy_is_workplace_days_taken_over_those_there_were(world):
    """Casa has 10 workplaces; Agadir's are not known and stay out."""
    one, other = world.startup(), world.startup()
    world.stay(one, date(2025, 1, 1), date(2025, 1, 31), seats=4)
    world.stay(one, date(2025, 1, 11), date(2025, 1, 20), seats=6)  # a slip: the larger counts, not both
    world.stay(other, date(2024, 6, 1), seats=2)  # open-ended
    world.stay(other, date(2025, 1, 1), seats=50, site=world.agadir)
    save(
        Pass(id=uuid.uuid4(), site_id=world.casa.id, kind="day", holder_name="Nomade", starts_on=date(2025, 3, 3),
             ends_on=date(2025, 3, 3))
    )  # fmt: skip

    assert value("occupancy") == (21 * 4 + 10 * 6 + 365 * 2 + 1, 10 * 365)


def test_events_on_funding_have_ended_in_the_period():
    lead = make_person(Role.LEAD)
    for number, (kind, state, day) in enumerate(
        (
            ("funding", "closed", datetime(2025, 2, 1, tzinfo=UTC)),
            ("funding", "open", datetime(2025, 12, 31, 22, tzinfo=UTC)),
            ("funding", "cancelled", datetime(2025, 2, 1, tzinfo=UTC)),
            ("funding", "draft", datetime(2025, 2, 1, tzinfo=UTC)),
            ("training", "closed", datetime(2025, 2, 1, tzinfo=UTC)),
            ("funding", "closed", datetime(2026, 1, 1, 1, tzinfo=UTC)),
        )
    ):
        save(
            Event(id=uuid.uuid4(), key=f"e{number}", title=texts("Rencontre"), description=texts(""), kind=kind,
                  state=state, starts_at=day - timedelta(hours=2), ends_at=day, created_by_id=lead.id)
        )  # fmt: skip

    assert value("funding_events") == 2


def test_every_indicator_counts_an_empty_database():
    for one in REGISTRY:
        figure = one.figure(Y25)

        assert figure.rows == 0, one.key
        assert figure.value in (None, 0), one.key


def test_every_indicator_has_words_of_its_own():
    listed = list(REGISTRY)

    assert len({one.name for one in listed}) == len({one.formula for one in listed}) == len(listed) == 20
    assert all(one.source and one.owner for one in listed)


def test_an_unsent_or_later_answer_does_not_count(world):
    """A file sent after the period is not what was declared by then."""
    sent = make_application(run_jobs=False, women_led=["yes"])
    sent_on(sent, datetime(2025, 6, 1, tzinfo=UTC))
    later = make_application(run_jobs=False, women_led=["no"])
    sent_on(later, datetime(2026, 6, 1, tzinfo=UTC), startup_id=sent.startup_id)
    world.take_part(db.session.get(Startup, sent.startup_id), date(2025, 1, 1))

    assert value("led_by_women") == (1, 1)


def half(world, startup, measure, amount, first, last):
    figure = world.figure(startup, measure, amount)
    with transaction() as session:
        session.execute(sa.update(Outcome).where(Outcome.id == figure.id).values(starts_on=first, ends_on=last))


H1, H2 = (date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31))


def test_two_halves_make_the_year_of_an_exporter(world):
    """Nothing abroad in the second half: it exported in the year all the same."""
    (one,) = world.supported(1)
    half(world, one, "turnover_abroad", 900, *H1)
    half(world, one, "turnover_abroad", 0, *H2)

    assert value("exporters") == (1, 1)


def test_shares_compare_the_same_days_only(world):
    """Abroad is known for the first half only: 900 of 1,000, not of 3,000."""
    (one,) = world.supported(1)
    half(world, one, "turnover_abroad", 900, *H1)
    half(world, one, "turnover", 1000, *H1)
    half(world, one, "turnover", 2000, *H2)

    assert value("mostly_abroad") == (1, 1)


def test_a_whole_year_is_not_added_to_its_halves(world):
    (one,) = world.supported(1)
    half(world, one, "turnover_abroad", 600, *H1)
    half(world, one, "turnover", 700, *H1)
    world.figure(one, "turnover_abroad", 100)
    world.figure(one, "turnover", 1000)

    assert value("mostly_abroad") == (0, 1)


def test_a_site_has_no_workplaces_before_it_opens(world):
    make_site(key="neuf", opened_on="2025-12-01", workplaces=10)
    make_site(key="promis", status=SiteState.PLANNED, opened_on=None, workplaces=500)

    assert value("occupancy") == (0, 10 * 365 + 10 * 31)
