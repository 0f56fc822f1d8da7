"""The closed list of what is followed up for a startup and a period, and what an amount of money can be."""

import enum

from app.core.i18n import N_


class Measure(enum.StrEnum):
    """One yearly or half-yearly figure of a startup. `indicator` is a word of the board: it is made of these."""

    ACTIVE = "active"
    TURNOVER = "turnover"
    TURNOVER_ABROAD = "turnover_abroad"
    JOBS = "jobs"
    JOBS_WOMEN = "jobs_women"
    JOBS_YOUNG = "jobs_young"
    PATENTS = "patents"
    CUSTOMERS_ABROAD = "customers_abroad"


class FundingKind(enum.StrEnum):
    """A round of funds raised, or a loan or grant."""

    ROUND = "round"
    PRE_SEED = "pre_seed"
    SEED = "seed"
    SERIES_A = "series_a"
    SERIES_B = "series_b"
    LATER = "later"
    CONVERTIBLE = "convertible"
    LOAN = "loan"
    GRANT = "grant"


M, F = Measure, FundingKind
NAMES: dict[Measure, str] = {
    M.ACTIVE: N_("Still active"),
    M.TURNOVER: N_("Turnover"),
    M.TURNOVER_ABROAD: N_("Turnover abroad"),
    M.JOBS: N_("People employed"),
    M.JOBS_WOMEN: N_("Women among them"),
    M.JOBS_YOUNG: N_("People under 35 among them"),
    M.PATENTS: N_("Patents filed"),
    M.CUSTOMERS_ABROAD: N_("Customers abroad"),
}
MONEY = frozenset({M.TURNOVER, M.TURNOVER_ABROAD})
"""Integer dirhams; the others are counts, and `active` is 1 or 0."""
FLOWS = frozenset({M.TURNOVER, M.TURNOVER_ABROAD, M.PATENTS})
"""What adds up through a period; the others are as they stand on its last day."""
WITHIN: dict[Measure, Measure] = {M.TURNOVER_ABROAD: M.TURNOVER, M.JOBS_WOMEN: M.JOBS, M.JOBS_YOUNG: M.JOBS}
"""A part that cannot be larger than its whole."""
LARGEST: dict[Measure, int] = {
    M.ACTIVE: 1, M.JOBS: 100_000, M.JOBS_WOMEN: 100_000, M.JOBS_YOUNG: 100_000, M.PATENTS: 10_000,
    M.CUSTOMERS_ABROAD: 10_000_000,
}  # fmt: skip
LARGEST_AMOUNT = 10**12
FUNDING_NAMES: dict[FundingKind, str] = {
    F.ROUND: N_("Round, stage not said"),
    F.PRE_SEED: N_("Pre-seed round"),
    F.SEED: N_("Seed round"),
    F.SERIES_A: N_("Series A"),
    F.SERIES_B: N_("Series B"),
    F.LATER: N_("Later round"),
    F.CONVERTIBLE: N_("Convertible loan"),
    F.LOAN: N_("Loan"),
    F.GRANT: N_("Grant"),
}
AIDS = frozenset({F.LOAN, F.GRANT})
"""Everything else is a round: funds raised."""
CURRENCIES = ("MAD", "EUR", "USD", "GBP", "AED", "XOF")
