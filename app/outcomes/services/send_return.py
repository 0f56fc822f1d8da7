"""Send a return: its figures and fundings are noted once, to be verified by the team."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import N_, clock_time
from app.mail import queries as mail
from app.mail.services.discard import discard
from app.mail.states import MessageState
from app.outcomes import answers as reading
from app.outcomes import earlier, outliers
from app.outcomes.amounts import Amount
from app.outcomes.measures import AIDS, Measure
from app.outcomes.models import Funding, Outcome, Return
from app.outcomes.outliers import Odd, Why
from app.outcomes.queries import Within
from app.outcomes.services.note_figure import Money
from app.outcomes.services.note_funding import Received, add_funding, take_away
from app.outcomes.services.record import record, said, standing
from app.outcomes.services.save_return import open_return
from app.outcomes.services.transition import move_return
from app.outcomes.states import CampaignState, ReturnState
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition

BY_STARTUP = N_("Return of the startup")
BY_TELEPHONE = N_("Return of the startup, by telephone")
"""Sources are kept as written here and translated where they are shown."""
SENT_AGAIN = "the return was sent again"
LONGEST_REASON = 500
Told = tuple[str, str, int, str]


def send_return(
    *, return_id: uuid.UUID, actor: Person, within: Within | None = None, row_version: int,
    right: Mapping[str, str] | None = None,
) -> Return:  # fmt: skip
    """`right` maps questions that were asked back to the reason given (it may be empty): “yes, it is right”.

    Sent already: nothing more happens. Raises Conflict when the campaign is closed or an answer changed since the
    page was read, InvalidInput for what cannot be read. What looks odd never stops the sending.
    """
    one = open_return(return_id, actor, within)
    if one.state is ReturnState.SENT:
        return one
    if one.campaign.state is not CampaignState.OPEN:
        raise Conflict(N_("The campaign is closed. Write to the team to correct a figure."))
    _unchanged(one, row_version)
    definition = questionnaires.definition(one.campaign.form_version_id)
    bounds = {"starts_on": one.starts_on, "ends_on": one.ends_on}
    for problem in reading.problems(definition, one.answers, **bounds).values():
        raise problem
    given = reading.given(definition, one.answers)
    odd = odd_in(one, reading.figures(definition, one.answers))
    _ask_back(one, odd, right or {})
    source = BY_TELEPHONE if within is not None else BY_STARTUP
    insisted = {m for m, found in odd.items() if found.why is Why.NOTED and m.value in (right or {})}
    figures = _note_figures(one, given, actor, source, insisted)
    fundings = _note_fundings(one, definition, actor, source)
    one.told = {"figures": figures, "fundings": [list(told) for told in fundings]}
    _show_evidence(one)
    move_return(one, "send", actor=actor)
    one.row_version += 1
    db.session.flush()
    _silence(one)
    return one


def odd_in(one: Return, figures: Mapping[Measure, int | None]) -> dict[Measure, Odd]:
    """What looks odd beside the last period, beside what the team noted, or beside the countries."""
    known = earlier.beside(one)
    by_country = reading.customers(one.answers) or {}
    return outliers.odd(
        figures,
        {measure: found.value for measure, found in known.last.items()},
        noted={measure: found.value for measure, found in known.noted.items()},
        in_countries=sum(count or 0 for count in by_country.values()),
    )


def _unchanged(one: Return, row_version: int) -> None:
    if one.row_version == row_version:
        return
    if one.saved_by_id is None or one.saved_at is None:
        raise Conflict(N_("The answers changed meanwhile. Read them again, then send."))
    raise Conflict(
        N_("%(person)s changed an answer at %(time)s. Read the answers again, then send."),
        person=accounts.names([one.saved_by_id]).get(one.saved_by_id, ""), time=clock_time(one.saved_at),
    )  # fmt: skip


def _ask_back(one: Return, odd: Mapping[Measure, Odd], right: Mapping[str, str]) -> None:
    """Keep what looked odd and was not said to be right; and beside the answers what was, for that very value."""
    confirmed: dict[str, Any] = dict(one.answers.get(reading.RIGHT) or {})
    for measure, found in odd.items():
        if measure.value in right:
            confirmed[measure.value] = {"value": found.value, "reason": right[measure.value].strip()[:LONGEST_REASON]}
    still = {m.value: confirmed[m.value] for m, o in odd.items() if confirmed.get(m.value, {}).get("value") == o.value}
    one.answers = {k: v for k, v in one.answers.items() if k != reading.RIGHT} | (
        {reading.RIGHT: still} if still else {}
    )
    one.asked_back = {
        m.value: {"why": o.why.value, "value": o.value, "compared": o.compared}
        for m, o in odd.items()
        if m.value not in still
    }


def _note_figures(
    one: Return, given: Mapping[Measure, Amount | None], actor: Person, source: str, insisted: Collection[Measure]
) -> dict[str, Any]:
    """What was told by the last sending and is told again stays as it stands, whatever the team made of it since.

    Another value corrects the figure, one taken back goes. Returns what is told now. `insisted`: told again although
    the team noted something else.
    """
    told: dict[str, Any] = {}
    before = one.told.get("figures", {})
    for measure, amount in given.items():
        value = amount.dirhams if amount else None
        detail = reading.customers(one.answers) if measure is Measure.CUSTOMERS_ABROAD and value else None
        told[measure.value] = [value, detail]
        if before.get(measure.value) == [value, detail] and measure not in insisted:
            continue
        row = standing(one.startup_id, measure, one.starts_on, one.ends_on)
        if row is None or (row.value, row.detail) != (value, detail):
            record(
                startup_id=one.startup_id, actor=actor, measure=measure, starts_on=one.starts_on, ends_on=one.ends_on,
                value=value, source=source, detail=detail, return_id=one.id,
                **Money.of(amount).foreign if amount else {},
            )  # fmt: skip
    gone = sa.select(Outcome).where(Outcome.return_id == one.id, Outcome.measure.not_in(list(given)))
    for row in db.session.scalars(gone.with_for_update()):
        audit.record(
            "outcome.remove", actor=actor, subject=one.startup, before=said(row), reason=SENT_AGAIN,
            details={"measure": row.measure.value, "ends_on": row.ends_on.isoformat()},
        )  # fmt: skip
        db.session.delete(row)
    db.session.flush()
    return told


def _note_fundings(one: Return, definition: FormDefinition, actor: Person, source: str) -> list[Told]:
    """Told again: it stays as it stands. No longer told: it is taken away, unless the team corrected it.

    New: noted, unless it stands already, from another return or from the team. Returns what is told now.
    """
    given = reading.received(definition, one.answers)
    before: list[Told] = [(kind, day, amount, who) for kind, day, amount, who in one.told.get("fundings", [])]
    new = []
    for funding in given:
        if funding.told in before:
            before.remove(funding.told)
        else:
            new.append(funding)
    standing_now = sa.select(Funding).where(Funding.startup_id == one.startup_id, Funding.removed_at.is_(None))
    rows = list(db.session.scalars(standing_now.order_by(Funding.id).with_for_update()))
    for row in rows:
        told = (row.kind.value, row.received_on.isoformat(), row.amount, row.from_whom)
        if row.return_id == one.id and told in before:
            before.remove(told)
            take_away(row, actor=actor, reason=SENT_AGAIN)
    known = {(row.kind in AIDS, row.received_on, row.amount) for row in rows if row.removed_at is None}
    for funding in new:
        if (funding.kind in AIDS, funding.received_on, funding.amount.dirhams) not in known:
            money = Money.of(funding.amount)
            received = Received(funding.kind, funding.received_on, money, funding.from_whom, source)
            add_funding(startup_id=one.startup_id, actor=actor, received=received, return_id=one.id)
    db.session.flush()
    return [funding.told for funding in given]


def _show_evidence(one: Return) -> None:
    """The document of the return stands beside what was noted from it and not verified yet."""
    models: tuple[type[Outcome] | type[Funding], ...] = (Outcome, Funding)
    for model in models:
        mine = sa.update(model).where(model.return_id == one.id, model.verified_at.is_(None))
        db.session.execute(mine.values(evidence_id=one.evidence_id).execution_options(synchronize_session="fetch"))


def _silence(one: Return) -> None:
    """A request or reminder that still waits in the outbox never leaves."""
    for message in mail.waiting_about(one.id):
        if message.state is not MessageState.SENDING:
            discard(message_id=message.id, actor=None, reason="the return was sent")


def reopen_return(*, return_id: uuid.UUID, actor: Person, within: Within | None = None) -> Return:
    """Open what was sent to correct it, until the campaign closes; the figures noted stay until it is sent again."""
    one = open_return(return_id, actor, within)
    if one.campaign.state is not CampaignState.OPEN:
        raise Conflict(N_("The campaign is closed. Write to the team to correct a figure."))
    if one.state is ReturnState.SENT:
        move_return(one, "reopen", actor=actor)
        db.session.flush()
    return one
