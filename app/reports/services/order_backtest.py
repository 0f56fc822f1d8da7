"""Fill a past call again under another rule; a job computes it."""

import re
import uuid

from app.accounts.models import Person
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import policy as rights
from app.matching import queries
from app.matching.models import Run
from app.matching.states import RunKind
from app.reports import past
from app.reports.services.order_run import order_run

SEED = re.compile(r"[\w .-]{1,40}")


def order_backtest(
    *, actor: Person, call_id: uuid.UUID | None, policy: str, number: int | None, seed: str, seats: str = "given"
) -> Run:
    """`number` is the version of the policy “candidate”; `seed` the text a lottery is drawn from."""
    if not rights.can_manage_models(actor):
        raise NotAllowed
    if call_id not in {call.id for call in past.calls()}:
        raise InvalidInput(N_("Choose a past call."), field="call")
    if policy not in past.POLICIES:
        raise InvalidInput(N_("Choose a rule."), field="policy")
    if seats not in past.SEATS:
        raise InvalidInput(N_("Choose one of the answers in the list."), field="seats")
    champion = queries.champion()
    used = champion.number if champion and policy == "champion" else number if policy == "candidate" else None
    if policy == "champion" and champion is None:
        raise InvalidInput(N_("No version is in service."), field="policy")
    if policy == "candidate":
        if number is None:
            raise InvalidInput(N_("Choose a version."), field="number")
        queries.version(number)
    if policy == "lottery" and not SEED.fullmatch(seed.strip()):
        raise InvalidInput(
            N_("Write a seed of 1 to 40 letters or digits. The same seed gives the same draw."), field="seed"
        )
    settings = {"policy": policy, "seats": seats, "seed": seed.strip() if policy == "lottery" else ""}
    return order_run(kind=RunKind.BACKTEST, actor=actor, settings=settings, call_id=call_id, model_number=used)
