"""Write down what was done about an alarm."""

import re
import uuid

from app.accounts.models import Person
from app.core import audit as trace
from app.core.db import db
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import policy
from app.matching.models import AlarmNote

SUBJECT = re.compile(r"fairness:[^:]+:[a-z_]+:[a-z_]+:.*|drift:20[0-9]{2}-(0[1-9]|1[0-2]):(unknown|agreement)")
"""Names of alarms: of a group at a stage of a call, or of a month."""


def note_alarm(*, actor: Person, subject: str, text: str) -> AlarmNote:
    """`subject` is the name of the alarm; a note is never changed, another one can follow."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    if not SUBJECT.fullmatch(subject) or len(subject) > 160:
        raise InvalidInput(N_("Choose the alarm this is about."), field="subject")
    if not text.strip():
        raise InvalidInput(N_("Write what was done, in a sentence."), field="text")
    if len(text) > 2000:
        raise InvalidInput(N_("Write at most %(max)d characters."), field="text", max=2000)
    note = AlarmNote(id=uuid.uuid4(), subject=subject, text=text.strip(), author_id=actor.id)
    db.session.add(note)
    db.session.flush()
    trace.record("alarm.note", actor=actor, subject=note, after=subject)
    return note
