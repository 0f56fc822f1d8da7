"""Save what was typed in a return, without overwriting somebody else's."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.accounts.models import Person
from app.applications.services.save_answers import Clash, forget_hidden, mark
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.outcomes import answers as reading
from app.outcomes import earlier, policy, returns
from app.outcomes.earlier import Beside
from app.outcomes.models import Return
from app.outcomes.queries import Within
from app.outcomes.services.transition import move_return
from app.outcomes.states import CampaignState, ReturnState
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import QuestionSpec
from app.startups import policy as startups


@dataclass(slots=True)
class Saved:
    """What came of a save."""

    one: Return
    at: datetime
    answers: dict[str, Any]
    beside: Beside
    errors: dict[str, DomainError] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


def open_return(return_id: uuid.UUID, actor: Person, within: Within | None, *, lock: bool = True) -> Return:
    """The return as somebody who may fill it: a member who may edit, or the team where `within` is given.

    Raises NotFound for strangers, NotAllowed for readers.
    """
    if within is not None:
        one = returns.for_team(return_id, within, lock=lock)
        if not policy.can_follow_up(actor):
            raise NotAllowed
        return one
    one, membership = returns.for_member(return_id, actor.id, lock=lock)
    if not startups.can_edit(membership):
        raise NotAllowed(N_("Owners and editors of the startup fill its return."))
    return one


def save_return(
    *, return_id: uuid.UUID, actor: Person, within: Within | None = None, page_key: str,
    posted: Mapping[str, Sequence[str]], seen: Mapping[str, str], complete: bool = False,
) -> Saved:  # fmt: skip
    """Save the posted answers of one page.

    `seen` maps questions to the mark the page was made with: what was not touched there is left alone, and what
    somebody else changed meanwhile is told, not overwritten. `complete` asks for what is missing on the page.
    """
    one = open_return(return_id, actor, within)
    if one.campaign.state is not CampaignState.OPEN:
        raise Conflict(N_("The campaign is closed. Write to the team to correct a figure."))
    if one.state is ReturnState.SENT:
        raise Conflict(N_("The figures are sent. Open them again to change them."))
    definition = questionnaires.definition(one.campaign.form_version_id)
    page = definition.page(page_key)
    if page is None:
        raise NotFound
    saved = Saved(one, utcnow(), dict(one.answers), earlier.beside(one))
    changed = [q.key for q in page[1].questions if q.key in posted and _save_one(q, posted[q.key], seen, saved)]
    if changed:
        _stamp(saved, actor)
    forget_hidden(definition, saved.answers, saved.errors, saved.clashes)
    _judge(saved, page[1].questions, complete=complete)
    return saved


def _save_one(question: QuestionSpec, raw: Sequence[str], seen: Mapping[str, str], saved: Saved) -> bool:
    """Whether a new value stands in the answers now."""
    measure = reading.measure_of(question.key)
    known = saved.beside.offered.get(measure) if measure else None
    try:
        value = reading.keep(question, raw, known.value if known else None)
    except InvalidInput as error:
        saved.errors[question.key] = error
        return False
    present = saved.answers.get(question.key)
    token = seen.get(question.key)
    if value == present or (token is not None and mark(value) == token):
        return False
    if token is not None and mark(present) != token and saved.one.saved_by_id and saved.one.saved_at:
        saved.clashes[question.key] = Clash(question, saved.one.saved_by_id, saved.one.saved_at, present)
        return False
    if value is None:
        saved.answers.pop(question.key, None)
    else:
        saved.answers[question.key] = value
    return True


def _stamp(saved: Saved, actor: Person) -> None:
    one = saved.one
    if one.state is ReturnState.WAITING:
        move_return(one, "begin", actor=actor)
    one.answers, one.row_version = saved.answers, one.row_version + 1
    one.saved_at, one.saved_by_id = saved.at, actor.id
    db.session.flush()


def _judge(saved: Saved, questions: Sequence[QuestionSpec], *, complete: bool) -> None:
    period: dict[str, date] = {"starts_on": saved.one.starts_on, "ends_on": saved.one.ends_on}
    definition = questionnaires.definition(saved.one.campaign.form_version_id)
    found = reading.problems(definition, saved.answers, **period)
    for question in questions:
        kept = saved.answers.get(question.key)
        saved.marks[question.key] = mark(kept)
        if question.key in found and question.key not in saved.errors and (complete or kept):
            saved.errors[question.key] = found[question.key]
