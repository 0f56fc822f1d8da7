"""Forms of the team."""

import uuid
from datetime import datetime, time
from typing import Any

from wtforms import StringField, TextAreaField

from app.core.clock import MOROCCO, utcnow
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_day, read_plain
from app.decisions.services.decide import Verdict
from app.decisions.states import DecisionKind
from app.web.forms import BaseForm, Needed
from app.web.staff.checks import AtMost


class ReasonForm(BaseForm):
    reason = TextAreaField(N_("Reason"), [Needed(N_("Write why, in a sentence.")), AtMost(2000)])


class DecideForm(BaseForm):
    """The shape of a decision; whether it is possible is the service's business."""

    kind = StringField(N_("Decision"), [Needed(N_("Choose a decision."))])
    opening = StringField(N_("Programme and city"))
    reason_code = StringField(N_("Reason for the refusal"))
    sentence = TextAreaField(N_("Your own sentence instead"), [AtMost(2000)])
    feedback = TextAreaField(N_("Feedback for the applicant"), [AtMost(5000)])
    override_reason = TextAreaField(N_("Note for the team"), [AtMost(2000)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Only what is in view is judged: the reason of a refusal is not, once another decision is chosen."""
        if self.kind.data != DecisionKind.REJECT:
            self.reason_code.data = self.sentence.data = ""
        return bool(super().validate(extra_validators))

    def verdict(self) -> Verdict:
        if self.kind.data not in set(DecisionKind):
            raise InvalidInput(N_("Choose a decision."), field="kind")
        refuses = self.kind.data == DecisionKind.REJECT
        return Verdict(
            DecisionKind(self.kind.data),
            opening_id=None if refuses else identifier(self.opening.data),
            reason_code=self.reason_code.data if refuses else None,
            sentence=(self.sentence.data or "") if refuses else "",
            feedback=self.feedback.data or "",
            override_reason=self.override_reason.data or "",
        )


def identifier(text: str | None) -> uuid.UUID | None:
    """An id that was posted; None if it is not one."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def identifiers(texts: list[str]) -> list[uuid.UUID]:
    return [found for found in map(identifier, texts) if found is not None]


def end_of_day(text: str, *, field: str) -> datetime | None:
    """“31/12/2026” → the last minute of that day in Morocco; None for nothing typed.

    Raises InvalidInput for what is no day, or a day gone by.
    """
    if not read_plain(text):
        return None
    until = datetime.combine(read_day(text, field=field, years=range(2020, 2101)), time(23, 59), tzinfo=MOROCCO)
    if until < utcnow():
        raise InvalidInput(N_("Choose a date in the future."), field=field)
    return until
