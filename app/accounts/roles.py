"""The roles of people, and what each is for."""

import enum

from app.core.i18n import N_


class Role(enum.StrEnum):
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    STAFF = "staff"
    LEAD = "lead"
    ADMIN = "admin"
    DIRECTOR = "director"
    PARTNER = "partner"


NAMES: dict[Role, str] = {
    Role.APPLICANT: N_("Applicant"),
    Role.REVIEWER: N_("Reviewer"),
    Role.STAFF: N_("Programme team"),
    Role.LEAD: N_("Programme lead"),
    Role.ADMIN: N_("Administrator"),
    Role.DIRECTOR: N_("Director"),
    Role.PARTNER: N_("Partner organisation"),
}
TEAM = frozenset({Role.STAFF, Role.LEAD, Role.ADMIN})
"""Who sees every file of the calls they are responsible for."""
TWO_FACTOR = TEAM
"""Who needs a second factor in production."""
