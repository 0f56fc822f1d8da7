"""A startup that fills its return, in a few words."""

from typing import Any

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core.db import transaction
from app.outcomes.models import Return
from app.outcomes.services.open_campaign import open_campaign
from app.outcomes.services.save_return import Saved, save_return
from app.outcomes.services.send_return import send_return
from app.startups.models import Startup
from tests.factories import make_person
from tests.services.outcomes.desk import make_campaign, make_startup, the_return

PAGES = {"active": "company", "turnover": "company", "turnover_abroad": "company", "jobs": "company",
         "jobs_women": "company", "jobs_young": "company", "customers_abroad": "growth",
         "customers_countries": "growth", "patents": "growth"}  # fmt: skip
NA, SAME = "=na", "=same"


class Filling:
    """An open campaign and one startup that it asks, with its owner."""

    def __init__(self, startup: Startup | None = None, owner: Person | None = None, **campaign: Any) -> None:
        self.owner = owner or make_person(Role.APPLICANT)
        self.startup = startup or make_startup(owner=self.owner)
        self.campaign, self.lead = make_campaign(**campaign), make_person(Role.LEAD)
        with transaction():
            open_campaign(campaign_id=self.campaign.id, actor=self.lead)

    @property
    def one(self) -> Return:
        return the_return(self.campaign, self.startup)

    def save(self, *, actor: Person | None = None, seen: Any = None, **posted: Any) -> Saved:
        """Each answer as it was posted: a text, or a list of texts."""
        values = {key: [value] if isinstance(value, str) else value for key, value in posted.items()}
        for page in ("company", "growth", "money"):
            part = {key: value for key, value in values.items() if PAGES.get(key, "money") == page}
            if part:
                with transaction():
                    saved = save_return(
                        return_id=self.one.id, actor=actor or self.owner, page_key=page, posted=part, seen=seen or {}
                    )
        return saved

    def send(self, *, actor: Person | None = None, row_version: int | None = None, **more: Any) -> Return:
        with transaction():
            return send_return(
                return_id=self.one.id, actor=actor or self.owner,
                row_version=self.one.row_version if row_version is None else row_version, **more,
            )  # fmt: skip
