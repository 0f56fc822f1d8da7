"""The closed list of what is followed up, and the unit of each."""

import enum

from app.core.i18n import N_


class Indicator(enum.StrEnum):
    ACTIVE = "active"
    JOBS = "jobs"
    REVENUE = "revenue"
    EXPORT_SHARE = "export_share"
    FUNDING = "funding"


NAMES: dict[Indicator, str] = {
    Indicator.ACTIVE: N_("Still active (1 yes, 0 no)"),
    Indicator.JOBS: N_("Jobs"),
    Indicator.REVENUE: N_("Turnover in dirhams"),
    Indicator.EXPORT_SHARE: N_("Turnover abroad, in percent"),
    Indicator.FUNDING: N_("Funds raised in dirhams"),
}
