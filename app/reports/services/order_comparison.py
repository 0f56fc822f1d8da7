"""Put two versions on the bench; a job fits and judges both on the same decisions."""

from app.accounts.models import Person
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import policy, queries
from app.matching.models import Run
from app.matching.states import RunKind
from app.reports.services.order_run import order_run


def order_comparison(*, actor: Person, number: int, other: int) -> Run:
    if not policy.can_manage_models(actor):
        raise NotAllowed
    if number == other:
        raise InvalidInput(N_("Choose two different versions."), field="other")
    for one in (number, other):
        queries.version(one)
    return order_run(kind=RunKind.COMPARISON, actor=actor, settings={}, model_number=number, other_number=other)
