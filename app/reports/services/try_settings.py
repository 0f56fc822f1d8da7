"""Try settings of the matcher: a job computes what they would change before anything is live."""

import uuid
from collections.abc import Mapping
from typing import Any

from app.accounts.models import Person
from app.core import audit as trace
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.matching import audit, policy, queries
from app.matching.models import Run
from app.matching.states import RunKind, RunState
from app.programmes import queries as programmes
from app.reports.services.order_run import order_run

FROM_0_TO_3 = N_("Write a number from 0 to 3, with one decimal at most, for example 1.5.")
RULES = ("hard", "advisory", "off")


def try_settings(*, actor: Person, settings: Mapping[str, Any], rules: Mapping[str, str]) -> Run:
    """`rules` maps ids of rules that are tried differently to hard, advisory or off."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    check(settings)
    if any(value not in RULES for value in rules.values()):
        raise InvalidInput(N_("Choose one of the answers in the list."))
    champion = queries.champion()
    return order_run(
        kind=RunKind.TRIAL,
        actor=actor,
        settings={**settings, "rules": dict(rules)},
        model_number=champion.number if champion else None,
    )


def check(settings: Mapping[str, Any]) -> None:
    """Raises InvalidInput for values no version could be trained with."""
    known = {programme.key for programme in programmes.programmes(published_only=False)}
    for where, weights in [("", settings.get("families", {})), *settings.get("programmes", {}).items()]:
        if where and where not in known:
            raise InvalidInput(N_("One of the programmes no longer exists. Reload the page."))
        if set(weights) - set(audit.families()):
            raise InvalidInput(N_("One of the criteria no longer exists. Reload the page."))
        if not all(0 <= weight <= 3 for weight in weights.values()):
            raise InvalidInput(FROM_0_TO_3)
    if not 0 < settings["possible"] < settings["strong"] <= 100:
        raise InvalidInput(N_("“Strong” must start above “possible”, and both lie between 1 and 100."), field="strong")
    if not 0 <= settings["exploration"] <= 0.2:
        raise InvalidInput(N_("Write a share from 0 to 20 %."), field="exploration")


def name_trial(*, run_id: uuid.UUID, actor: Person, name: str, note: str) -> Run:
    """Keep a trial as a scenario under a name."""
    run = trial(run_id, actor, lock=True)
    if not name.strip():
        raise InvalidInput(N_("Give the scenario a name."), field="name")
    if run.state is not RunState.DONE:
        raise Conflict(N_("Wait until the effect is computed."))
    before = run.name
    run.name, run.note = name.strip()[:120], note.strip()[:2000]
    trace.record("run.name", actor=actor, subject=run, before=before or None, after=run.name)
    return run


def trial(run_id: uuid.UUID, actor: Person, *, lock: bool = False) -> Run:
    """A trial; NotFound for anything else."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    run = queries.run(run_id, lock=lock)
    if run.kind is not RunKind.TRIAL:
        raise NotFound
    return run
