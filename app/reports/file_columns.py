"""The list of a call's files with chosen columns: the list itself, the contact, and any answer that was sent."""

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application, Snapshot
from app.applications.states import NAMES, Stage
from app.core.db import db
from app.core.i18n import N_, localized, translate
from app.decisions import inbox
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import QuestionSpec
from app.reviews import dossier
from app.startups.models import MemberRole, Membership

LIST = (
    N_("Reference"), N_("Startup"), N_("Programme"), N_("City"), N_("Stage"), N_("Fit"), N_("Reviews sent"),
    N_("Reviews asked"), N_("Score"), N_("Received"), N_("Language"),
)  # fmt: skip
CONTACT: dict[str, str] = {"contact_name": N_("Contact person"), "contact_mail": N_("E-mail of the contact person")}
BATCH = 500


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns that are offered together: key → label in the reader's language."""

    title: str
    columns: Mapping[str, str]


def column_groups(call_id: uuid.UUID) -> list[ColumnGroup]:
    """What can be added to the list: the contact, then the questions of the call's form that the team may read."""
    definition = questionnaires.definition(questionnaires.of_call(call_id))
    groups = [ColumnGroup(translate(N_("Contact")), {key: translate(name) for key, name in CONTACT.items()})]
    for section in definition.sections:
        asked = [question for page in section.pages for question in page.questions if dossier.for_team(question)]
        groups.append(ColumnGroup(localized(section.title), {q.key: localized(q.label) for q in asked}))
    return [group for group in groups if group.columns]


def read_columns(call_id: uuid.UUID, asked: Collection[str]) -> dict[str, str]:
    """The columns among `asked` that this call offers, in the order of its form, with their labels."""
    offered = [pair for group in column_groups(call_id) for pair in group.columns.items()]
    return {key: label for key, label in offered if key in asked}


def read_rows(person: Person, filters: inbox.Filters, columns: Sequence[str]) -> Iterator[list[Any]]:
    """The files of the list that the person may read, in its order: the columns of `LIST`, then the chosen ones.

    Numbers and days are values, everything else is text in the reader's language.
    """
    stages = {stage: translate(NAMES[stage]) for stage in Stage}
    rows = iter(inbox.everything(person, filters))
    while batch := list(islice(rows, BATCH)):
        added = _added([row.id for row in batch], columns) if columns else {}
        for row in batch:
            score = round(float(row.score), 2) if row.score is not None else None
            yield [
                row.reference, row.startup, localized(row.programme), localized(row.site), stages[row.stage],
                row.fit if row.fit >= 0 else None, row.done, row.given, score, row.submitted_at, row.language,
                *(added.get(row.id, {}).get(key) for key in columns),
            ]  # fmt: skip


def _added(ids: Sequence[uuid.UUID], columns: Sequence[str]) -> dict[uuid.UUID, dict[str, Any]]:
    found = _contacts(ids) if set(columns) & set(CONTACT) else {}
    if set(columns) - set(CONTACT):
        for key, answers in _answers(ids).items():
            found.setdefault(key, {}).update(answers)
    return found


def _contacts(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Name and address of the owner of each file's startup."""
    statement = (
        sa.select(Application.id, Person.full_name, Person.email)
        .join(Membership, Membership.startup_id == Application.startup_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Application.id.in_(ids), Membership.role == MemberRole.OWNER)
        .order_by(Membership.created_at.desc(), Membership.id)
    )
    return {key: {"contact_name": name, "contact_mail": email} for key, name, email in db.session.execute(statement)}


def _answers(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """What was sent, from the latest copy of each file, as far as its form asked it and the team may read it."""
    statement = (
        sa.select(Application.id, Application.form_version_id, Snapshot.content)
        .join(Snapshot, Snapshot.application_id == Application.id)
        .where(Application.id.in_(ids))
        .order_by(Snapshot.number)
    )
    names, found = dossier.catalogue_names(), {}
    for key, version, content in db.session.execute(statement):
        definition, answers = questionnaires.definition(version), json.loads(content)["answers"]
        found[key] = {
            question.key: _value(question, answers[question.key], names)
            for question in definition.questions.values()
            if answers.get(question.key) not in (None, "", [])
            and dossier.for_team(question)
            and definition.applies(question.key, answers)
        }
    return found


def _value(question: QuestionSpec, value: Any, names: dossier.Names) -> Any:
    if question.kind in ("integer", "money"):
        return value
    return date.fromisoformat(value) if question.kind == "date" else dossier.answer_text(question, value, names)
