"""Figures: what is counted, over which period."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.core.clock import utcnow
from app.core.db import db, transaction
from app.outcomes.indicators import Indicator
from app.outcomes.models import Outcome
from app.reports import queries
from tests.factories import make_application, make_call, make_draft, make_person, make_region, save


def period():
    return queries.Scope(queries.last_twelve_months())


def test_the_period_ends_with_the_present_month():
    scope = period()

    assert scope.months[-1].strftime("%Y-%m") == utcnow().strftime("%Y-%m")
    assert scope.earlier().after == scope.first


def test_files_of_another_year_are_left_out():
    call = make_call()
    make_application(call=call)
    old = make_application(call=call)
    with transaction():
        db.session.execute(
            sa.update(type(old)).where(type(old).id == old.id).values(submitted_at=utcnow() - timedelta(days=400))
        )

    assert queries.sent(period()) == 1
    assert queries.sent(queries.Scope(date(1999, 1, 1))) == 0
    assert sum(queries.by_month(period())) == 1


def test_the_funnel_narrows():
    call = make_call()
    make_draft(call=call)
    make_application(call=call)

    found = queries.funnel(period())

    assert list(found.values()) == [2, 1, 0, 0, 0]


def test_answers_are_counted_by_their_key():
    call = make_call()
    make_region("MA-09")
    for region in ("MA-06", "MA-06", "MA-09"):
        make_application(call=call, home_region=[region])

    assert queries.by_answer(queries.Scope(period().first, call.id), "home_region") == {"MA-06": 2, "MA-09": 1}


def test_without_a_published_answer_there_is_no_median():
    make_application()

    assert queries.median_days(period()) is None
    assert queries.answers(period()) == (0, 0)


def test_jobs_of_few_startups_are_not_shown():
    person, call = make_person(), make_call()
    sums = []
    for number in range(5):
        application = make_application(call=call, run_jobs=False)
        for year, value in ((2024, 99), (2025, 10)):
            save(
                Outcome(
                    application_id=application.id,
                    indicator=Indicator.JOBS,
                    year=year,
                    value=value,
                    source="Appel",
                    recorded_by_id=person.id,
                )
            )
        with transaction():
            db.session.execute(sa.text("UPDATE application SET stage = 'onboarded', shown = 'confirmed'"))
        sums.append(queries.jobs(period()))
        assert sums[-1][1] == number + 1

    assert [total for total, _count in sums] == [None, None, None, None, 50]


def test_seats_are_summed_by_site():
    call = make_call(openings=2, seats=3)

    rows = queries.sites(queries.Scope(period().first, call.id))

    assert [(row.seats, row.taken, row.waiting) for row in rows] == [(3, 0, 0), (3, 0, 0)]
