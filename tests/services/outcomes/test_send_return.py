"""A return that is sent becomes one set of figures, whatever people click."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.outcomes.services.open_campaign import close_campaign
from app.outcomes.services.send_return import reopen_return
from app.outcomes.states import ReturnState
from tests.factories import make_person
from tests.services.outcomes.desk import BEFORE, EVERYWHERE, YEAR, make_figure
from tests.services.outcomes.filling import NA, Filling

ROUND = {
    "raised": "yes",
    "raised_amount": "2 MDH",
    "raised_on": "06/05/2025",
    "raised_kind": "seed",
    "raised_from": "Atlas",
}


@pytest.fixture
def filling():
    filling = Filling()
    filling.save(active="yes")
    return filling


def figures():
    return {
        row.measure: row.value
        for row in db.session.scalars(sa.select(Outcome).order_by(Outcome.measure, Outcome.ends_on))
    }


def fundings():
    rows = db.session.scalars(sa.select(Funding).where(Funding.removed_at.is_(None)).order_by(Funding.received_on))
    return [(row.kind, row.amount, row.received_on, row.from_whom) for row in rows]


def reopen(filling, actor=None):
    with transaction():
        reopen_return(return_id=filling.one.id, actor=actor or filling.owner)


def test_answers_become_figures_to_be_verified(filling):
    filling.save(turnover="1,36 MDH", jobs="12", jobs_women="5", customers_abroad="15", patents="0",
                 customers_countries="France 12, Sénégal 3")  # fmt: skip

    one = filling.send()

    assert figures() == {
        Measure.ACTIVE: 1, Measure.TURNOVER: 1_360_000, Measure.JOBS: 12, Measure.JOBS_WOMEN: 5,
        Measure.CUSTOMERS_ABROAD: 15, Measure.PATENTS: 0,
    }  # fmt: skip
    row = db.session.scalars(sa.select(Outcome).where(Outcome.measure == Measure.CUSTOMERS_ABROAD)).one()
    assert (row.detail, row.source, row.return_id) == ({"FR": 12, "SN": 3}, "Return of the startup", one.id)
    assert (row.starts_on, row.ends_on, row.verified_at, row.recorded_by_id) == (*YEAR, None, filling.owner.id)
    assert (one.state, one.sent_by_id) == (ReturnState.SENT, filling.owner.id)


def test_not_available_is_a_legal_answer(filling):
    filling.save(turnover=["", NA])

    filling.send()

    assert figures() == {Measure.ACTIVE: 1, Measure.TURNOVER: None}


def test_a_double_click_a_refresh_and_two_tabs_make_one_set_of_figures(filling):
    filling.save(turnover="1 360 000", **ROUND)
    version = filling.one.row_version

    for _ in range(3):
        filling.send(row_version=version)

    assert figures() == {Measure.ACTIVE: 1, Measure.TURNOVER: 1_360_000}
    assert len(fundings()) == 1
    sent = sa.select(sa.func.count()).where(AuditEvent.action == "return.send")
    assert db.session.scalar(sent) == 1


def test_sending_again_replaces_and_never_doubles(filling):
    filling.save(turnover="1 360 000", jobs="12", loan="yes", loan_amount="100 000", loan_on="2025-02-01", **ROUND)
    filling.send()
    reopen(filling)
    filling.save(turnover="1 400 000", jobs="", raised_amount="3 MDH")
    filling.send()

    assert figures() == {Measure.ACTIVE: 1, Measure.TURNOVER: 1_400_000}
    assert fundings() == [
        (FundingKind.LOAN, 100_000, date(2025, 2, 1), ""),
        (FundingKind.SEED, 3_000_000, date(2025, 5, 6), "Atlas"),
    ]
    assert db.session.scalar(sa.select(sa.func.count(Funding.id))) == 3
    removed = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "outcome.remove")).one()
    assert (removed.before["value"], removed.details["measure"]) == (12, "jobs")


def test_what_is_the_same_when_sent_again_stays_verified(filling):
    filling.save(turnover="1 360 000", **ROUND)
    filling.send()
    lead = make_person(Role.LEAD)
    for row in [*db.session.scalars(sa.select(Outcome)), *db.session.scalars(sa.select(Funding))]:
        with transaction():
            row.verified_by_id, row.verified_at = lead.id, utcnow()
    reopen(filling)

    filling.save(turnover="1,36 MDH")
    filling.send()

    assert all(row.verified_at for row in db.session.scalars(sa.select(Outcome)))
    assert all(row.verified_at for row in db.session.scalars(sa.select(Funding)))


def test_an_answer_that_differs_from_a_verified_figure_takes_its_verification_away(filling):
    lead = make_person(Role.LEAD)
    row = make_figure(filling.startup, Measure.JOBS, 10, verified_by=lead)
    filling.save(jobs="12")

    filling.send()

    assert (row.value, row.verified_at, row.recorded_by_id) == (12, None, filling.owner.id)


def test_a_figure_the_team_corrected_is_not_removed_when_the_return_is_sent_again(filling):
    filling.save(jobs="12")
    filling.send()
    make_figure(filling.startup, Measure.JOBS, 11)
    reopen(filling)
    filling.save(jobs="")

    filling.send()

    assert figures()[Measure.JOBS] == 11


def test_what_cannot_be_read_stops_the_sending(filling):
    filling.save(turnover="1,5")

    with pytest.raises(InvalidInput) as refused:
        filling.send()

    assert refused.value.field == "turnover"
    assert figures() == {}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"raised": "yes"}, "raised_amount"),
        ({"raised": "yes", "raised_amount": "2 MDH"}, "raised_on"),
        ({"loan": "yes", "loan_amount": "5 000", "loan_on": "01/02/2024"}, "loan_on"),
        ({"jobs": ["12", NA]}, "jobs"),
        ({"turnover": "-5"}, "turnover"),
        ({"active": ""}, "active"),
    ],
)
def test_what_is_half_said_stops_the_sending(filling, answers, field):
    filling.save(**answers)

    with pytest.raises(InvalidInput) as refused:
        filling.send()

    assert refused.value.field == field


@pytest.mark.parametrize(
    "answers",
    [
        {"raised": "yes", "raised_amount": ["", NA]},
        {"raised": "no", "raised_amount": "2 MDH", "raised_on": "06/05/2025"},
        {"raised": "no", "raised_2": "yes", "raised_2_amount": "2 MDH", "raised_2_on": "06/05/2025"},
    ],
)
def test_no_round_is_noted_without_an_amount_or_a_yes(filling, answers):
    filling.save(**answers)

    filling.send()

    assert fundings() == []


def test_what_looks_odd_is_asked_back_and_never_blocked(filling):
    make_figure(filling.startup, Measure.TURNOVER, 1_200_000, period=BEFORE)
    filling.save(turnover="1 200")

    one = filling.send()

    assert one.asked_back == {"turnover": {"why": "unit_slip", "value": 1200, "compared": 1_200_000}}
    assert figures()[Measure.TURNOVER] == 1200


def test_an_odd_figure_that_was_said_to_be_right_is_kept_with_its_reason(filling):
    make_figure(filling.startup, Measure.TURNOVER, 1_200_000, period=BEFORE)
    filling.save(turnover="1 200")

    one = filling.send(right={"turnover": " Activité en pause ", "jobs": ""})

    assert one.asked_back == {}
    assert one.answers["_right"] == {"turnover": {"value": 1200, "reason": "Activité en pause"}}


def test_a_yes_is_about_one_value_only(filling):
    make_figure(filling.startup, Measure.TURNOVER, 1_200_000, period=BEFORE)
    filling.save(turnover="1 200")
    filling.send(right={"turnover": ""})
    reopen(filling)
    filling.save(turnover="1 300")

    one = filling.send()

    assert set(one.asked_back) == {"turnover"}
    assert "_right" not in one.answers


def test_an_answer_changed_since_the_page_was_read_is_told(filling):
    version = filling.one.row_version
    filling.save(jobs="3")

    with pytest.raises(Conflict, match="changed an answer") as refused:
        filling.send(row_version=version)

    assert refused.value.values["person"] == filling.owner.full_name


def test_the_team_sends_for_a_startup_and_the_source_says_so(filling):
    staff = make_person(Role.STAFF)
    filling.save(jobs="4")

    filling.send(actor=staff, within=EVERYWHERE)

    row = db.session.scalars(sa.select(Outcome).where(Outcome.measure == Measure.JOBS)).one()
    assert (row.source, row.recorded_by_id) == ("Return of the startup, by telephone", staff.id)


def test_a_closed_campaign_takes_nothing_and_opens_nothing(filling):
    filling.send()
    with transaction():
        close_campaign(campaign_id=filling.campaign.id, actor=filling.lead)

    with pytest.raises(Conflict, match="closed"):
        reopen(filling)

    other = Filling()
    other.save(active="no")
    with transaction():
        close_campaign(campaign_id=other.campaign.id, actor=other.lead)
    with pytest.raises(Conflict, match="closed"):
        other.send()


def test_strangers_send_and_open_nothing(filling):
    stranger = make_person(Role.APPLICANT)

    with pytest.raises(NotFound):
        filling.send(actor=stranger)
    with pytest.raises(NotFound):
        reopen(filling, stranger)


def test_opening_twice_is_opening_once(filling):
    filling.send()

    reopen(filling)
    reopen(filling)

    assert filling.one.state is ReturnState.BEGUN
    assert figures() == {Measure.ACTIVE: 1}
