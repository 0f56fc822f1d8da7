"""What is told again, changed, told twice, or told in more than one round, loan and currency."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput
from app.files.models import StoredFile
from app.files.services.store import keep_pdf
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.outcomes.services.attach_evidence import attach_evidence
from app.outcomes.services.note_figure import Figure, Money, note_figure
from app.outcomes.services.note_funding import Received, correct_funding, remove_funding
from app.outcomes.services.send_return import reopen_return
from tests.factories import make_person
from tests.services.outcomes.desk import EVERYWHERE, YEAR, make_funding
from tests.services.outcomes.filling import Filling


@pytest.fixture
def filling():
    filling = Filling()
    filling.save(active="yes")
    return filling


@pytest.fixture
def lead():
    return make_person(Role.LEAD)


def value(measure):
    return db.session.scalar(sa.select(Outcome.value).where(Outcome.measure == measure))


def standing():
    rows = db.session.scalars(sa.select(Funding).where(Funding.removed_at.is_(None)).order_by(Funding.received_on))
    return [(row.kind, row.amount) for row in rows]


def correct(filling, lead, measure, dirhams):
    figure = Figure(measure, *YEAR, Money(dirhams), "Pièce comptable")
    with transaction():
        note_figure(startup_id=filling.startup.id, actor=lead, within=EVERYWHERE, figure=figure, reason="Contrôle")


def reopen(filling):
    with transaction():
        reopen_return(return_id=filling.one.id, actor=filling.owner)


def attach(filling, *, empty=False):
    kept = None if empty else keep_pdf(content=b"%PDF-1.4\n%%EOF\n", name="bilan.pdf", limit=1000, field="file")
    with transaction():
        return attach_evidence(return_id=filling.one.id, actor=filling.owner, within=None, kept=kept)


def test_sending_again_unchanged_leaves_what_the_team_corrected_and_removed(filling, lead):
    filling.save(
        jobs="4", raised="yes", raised_amount="500 000", raised_on="06/05/2025", loan="yes", loan_amount="200 000",
        loan_on="07/05/2025",
    )  # fmt: skip
    filling.send()
    correct(filling, lead, Measure.JOBS, 6)
    rows = {row.kind: row.id for row in db.session.scalars(sa.select(Funding))}
    contract = Received(FundingKind.LOAN, date(2025, 5, 7), Money(250_000), "", "Contrat")
    with transaction():
        remove_funding(funding_id=rows[FundingKind.ROUND], actor=lead, within=EVERYWHERE, reason="Doublon")
        correct_funding(
            funding_id=rows[FundingKind.LOAN], actor=lead, within=EVERYWHERE, reason="Contrat", received=contract
        )
    reopen(filling)

    filling.send()

    assert standing() == [(FundingKind.LOAN, 250_000)]
    assert value(Measure.JOBS) == 6


def test_a_changed_answer_is_noted_and_one_that_is_insisted_on_too(filling, lead):
    filling.save(jobs="4", turnover="900 000")
    filling.send()
    correct(filling, lead, Measure.JOBS, 6)
    correct(filling, lead, Measure.TURNOVER, 800_000)
    reopen(filling)
    filling.save(turnover="950 000")

    one = filling.send(right={"jobs": "Deux stagiaires"})

    assert (value(Measure.JOBS), value(Measure.TURNOVER)) == (4, 950_000)
    assert one.asked_back == {"turnover": {"why": "noted", "value": 950_000, "compared": 800_000}}


def test_what_the_team_noted_for_the_period_is_offered(filling, lead):
    correct(filling, lead, Measure.TURNOVER, 800_000)

    saved = filling.save(turnover=["", "=same"])
    filling.send()

    assert {measure: known.value for measure, known in saved.beside.noted.items()} == {Measure.TURNOVER: 800_000}
    assert value(Measure.TURNOVER) == 800_000


def test_what_stands_already_from_elsewhere_is_noted_once(filling):
    make_funding(filling.startup, amount=700_000, received_on=date(2025, 5, 4), kind=FundingKind.SEED)
    filling.save(raised="yes", raised_amount="700 000", raised_on="04/05/2025")

    filling.send()

    assert standing() == [(FundingKind.SEED, 700_000)]


def test_three_rounds_of_a_period_are_three(filling):
    for key, day in (("raised", "01"), ("raised_2", "02"), ("raised_3", "03")):
        filling.save(**{key: "yes", f"{key}_amount": "100 000", f"{key}_on": f"{day}/05/2025"})

    filling.send()

    assert standing() == [(FundingKind.ROUND, 100_000)] * 3


def test_an_amount_in_another_currency_keeps_its_rate(filling):
    filling.save(turnover="25 000 EUR à 10,85", loan="yes", loan_amount="$ 1 000 à 9,9", loan_on="07/05/2025")

    filling.send()

    turnover = db.session.scalars(sa.select(Outcome).where(Outcome.measure == Measure.TURNOVER)).one()
    loan = db.session.scalars(sa.select(Funding)).one()
    assert (turnover.value, turnover.currency, turnover.foreign_amount) == (271_250, "EUR", 25_000)
    assert (loan.amount, loan.currency, loan.rate_micro) == (9_900, "USD", 9_900_000)


def test_an_amount_without_a_yes_is_asked_back(filling):
    filling.save(raised_amount="5 MDH")

    with pytest.raises(InvalidInput, match="Choose “Yes”") as refused:
        filling.send()

    assert refused.value.field == "raised"


def test_countries_that_add_up_to_more_are_asked_back(filling):
    filling.save(customers_abroad="3", customers_countries="France 12, Sénégal 4")

    one = filling.send()

    assert one.asked_back == {"customers_abroad": {"why": "countries", "value": 3, "compared": 16}}


def test_the_document_of_a_return_stands_beside_its_figures(filling):
    filling.save(jobs="4", loan="yes", loan_amount="200 000", loan_on="07/05/2025")
    attach(filling)

    filling.send()

    rows = [*db.session.scalars(sa.select(Outcome)), *db.session.scalars(sa.select(Funding))]
    assert {row.evidence_id for row in rows} == {filling.one.evidence_id}
    with pytest.raises(Conflict, match="are sent"):
        attach(filling, empty=True)


def test_a_document_is_taken_away_before_sending_and_kept_once_it_is_evidence(filling):
    first = attach(filling).evidence_id
    attach(filling, empty=True)
    second = attach(filling).evidence_id
    filling.send()
    reopen(filling)
    attach(filling, empty=True)

    gone = [db.session.get(StoredFile, key).deleted_at is not None for key in (first, second)]
    assert (filling.one.evidence_id, gone) == (None, [True, False])
