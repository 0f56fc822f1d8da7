"""Figures and funding for others: what is returned, in which order, in how many statements."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import transaction
from app.outcomes import campaigns, desk, earlier, followed, queries, returns
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.services.open_campaign import open_campaign
from app.outcomes.states import ReturnState
from app.startups.models import Startup
from tests.factories import make_person
from tests.services.outcomes.desk import (
    BEFORE,
    EVERYWHERE,
    YEAR,
    make_campaign,
    make_edition,
    make_figure,
    make_funding,
    make_startup,
)
from tests.services.outcomes.filling import Filling


def test_figures_in_a_period_are_those_that_end_in_it():
    startup, lead = make_startup(), make_person(Role.LEAD)
    make_figure(startup, Measure.JOBS, 5, period=BEFORE)
    make_figure(startup, Measure.JOBS, 7, verified_by=lead)
    make_figure(startup, Measure.TURNOVER, None)

    rows = queries.figures_in(*YEAR)

    assert [(row.measure, row.value) for row in rows] == [(Measure.JOBS, 7), (Measure.TURNOVER, None)]
    assert [row.value for row in queries.figures_in(*YEAR, verified=True)] == [7]
    assert queries.figures_in(*YEAR, within=sa.false()) == []


def test_funding_in_a_period_leaves_out_what_was_removed():
    startup = make_startup()
    make_funding(startup, amount=1_000)
    make_funding(startup, amount=2_000, removed_at=utcnow())
    make_funding(startup, amount=3_000, received_on=date(2024, 3, 1), kind=FundingKind.LOAN)

    assert [row.amount for row in queries.funding_in(*YEAR)] == [1_000]
    assert [row.amount for row in queries.funding_in(BEFORE[0], YEAR[1])] == [3_000, 1_000]


HALF, HALF_BEFORE = (date(2025, 1, 1), date(2025, 6, 30)), (date(2024, 1, 1), date(2024, 6, 30))


def test_what_flows_is_compared_with_periods_of_its_length_and_what_stands_with_any():
    startup, other = make_startup(), make_startup()
    make_figure(startup, Measure.JOBS, 5, period=BEFORE)
    make_figure(startup, Measure.JOBS, 7)
    make_figure(startup, Measure.TURNOVER, None, period=BEFORE)
    make_figure(startup, Measure.TURNOVER, 900, period=(date(2023, 1, 1), date(2023, 12, 31)))
    make_figure(startup, Measure.PATENTS, 3, period=HALF_BEFORE)
    known = earlier.past([startup.id, other.id])

    def before(startup, days):
        found = {measure: known.before(startup.id, measure, *days) for measure in Measure}
        return {measure: one.value for measure, one in found.items() if one}

    assert before(startup, YEAR) == {Measure.JOBS: 5, Measure.TURNOVER: 900}
    assert before(startup, HALF) == {Measure.JOBS: 5, Measure.PATENTS: 3}
    assert before(other, YEAR) == {}
    assert known.at(startup.id, Measure.JOBS, *YEAR).value == 7


@pytest.mark.parametrize("count", [1, 3])
def test_lists_for_others_cost_one_statement(count, count_statements):
    edition = make_edition()
    startups = [make_startup(edition=edition) for _ in range(count)]
    for startup in startups:
        make_figure(startup)
        make_funding(startup)
    campaign, lead = make_campaign(), make_person(Role.LEAD)
    with transaction():
        open_campaign(campaign_id=campaign.id, actor=lead)

    for read in (
        lambda: queries.figures_in(*YEAR),
        lambda: queries.funding_in(*YEAR),
        lambda: earlier.past([one.id for one in startups]).values,
        lambda: returns.of_campaign(campaign.id),
        lambda: campaigns.latest(EVERYWHERE),
        lambda: followed.page(EVERYWHERE, followed.Filters(), year=2025).rows,
    ):
        with count_statements() as statements:
            assert len(read()) == (1 if read.__code__.co_names[:2] == ("campaigns", "latest") else count)
        assert len(statements) == 1


def test_returns_of_a_campaign_say_their_state():
    filling = Filling()
    filling.save(active="yes")
    filling.send()
    other = make_startup()

    rows = returns.of_campaign(filling.campaign.id)

    assert [(row.startup_id, row.state) for row in rows] == [(filling.startup.id, ReturnState.SENT)]
    assert returns.of_campaign(filling.campaign.id, within=Startup.id == other.id) == []
    assert returns.counts(filling.campaign.id, EVERYWHERE) == {ReturnState.SENT: 1}


def test_the_desk_lists_what_nobody_verified_the_oldest_first():
    startup, lead = make_startup(), make_person(Role.LEAD)
    make_figure(startup, Measure.JOBS, 10, period=BEFORE, verified_by=lead)
    figure = make_figure(startup, Measure.JOBS, 30)
    make_figure(startup, Measure.TURNOVER, None)
    funding = make_funding(startup)
    make_funding(startup, removed_at=utcnow())

    rows = desk.page(EVERYWHERE).rows

    assert [(row.kind, row.id) for row in rows] == [("figure", figure.id), ("funding", funding.id)]
    assert (rows[0].last.value, rows[0].ratio, rows[1].last) == (10, 3, None)
    assert desk.count(EVERYWHERE) == 2
    assert [row.id for row in desk.page(EVERYWHERE, kind="funding").rows] == [funding.id]
    assert desk.page(sa.false()).rows == []


def test_the_desk_shows_what_was_asked_back_and_what_was_said():
    filling = Filling()
    make_figure(filling.startup, Measure.TURNOVER, 1_200_000, period=BEFORE, verified_by=filling.lead)
    make_figure(filling.startup, Measure.JOBS, 500, period=BEFORE, verified_by=filling.lead)
    filling.save(active="yes", turnover="1 200", jobs="5")
    filling.send(right={"jobs": "Site fermé"})

    rows = {row.measure: row for row in desk.page(EVERYWHERE).rows}

    assert (rows[Measure.TURNOVER].odd.why, rows[Measure.TURNOVER].reason) == ("unit_slip", "")
    assert (rows[Measure.JOBS].odd, rows[Measure.JOBS].reason) == (None, "Site fermé")


def test_the_desk_is_paged_and_costs_the_same_for_any_number(count_statements):
    startup = make_startup()
    rows = [make_figure(startup, measure) for measure in (Measure.JOBS, Measure.TURNOVER, Measure.PATENTS)]
    counts = []
    for size in (1, 3):
        with count_statements() as statements:
            desk.page(EVERYWHERE, size=size)
        counts.append(len(statements))

    first = desk.page(EVERYWHERE, size=2)
    second = desk.page(EVERYWHERE, size=2, cursor=first.next)

    assert counts[0] == counts[1] <= 3
    assert [row.id for row in (*first.rows, *second.rows)] == [row.id for row in rows]
    assert desk.page(EVERYWHERE, size=2, cursor=second.previous).rows[0].id == rows[0].id


def test_startups_are_listed_after_the_yes_by_name_with_filters():
    edition = make_edition()
    zellij, argan = make_startup(name="Zellij Lab", edition=edition), make_startup(name="Argan 100%")
    make_figure(zellij)

    def names(**filters):
        return [row.name for row in followed.page(EVERYWHERE, followed.Filters(**filters), year=2025).rows]

    from app.core.db import db
    from app.programmes.models import Programme, Site

    assert names() == ["Argan 100%", "Zellij Lab"]
    assert names(words="zelli") == ["Zellij Lab"]
    assert names(words="%") == ["Argan 100%"]
    assert names(missing=True) == ["Argan 100%"]
    assert names(site=db.session.get(Site, edition.site_id).key) == ["Zellij Lab"]
    assert names(programme=db.session.get(Programme, edition.programme_id).key) == ["Zellij Lab"]
    row = followed.page(EVERYWHERE, followed.Filters(words="Zel"), year=2025).rows[0]
    assert (row.figures, row.unverified) == (1, 1)
    assert list(followed.places([zellij.id, argan.id])) != []
