"""What the review page shows: queue, file and rubric of one reviewer, as plain values."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.models import Application
from app.core.clock import utcnow
from app.core.errors import InvalidInput
from app.core.i18n import N_, localized
from app.decisions.opinion import opinion
from app.matching import queries as matching
from app.programmes import queries as programmes
from app.reviews import dossier, policy, queries, scoring
from app.reviews.models import Review, Rubric
from app.reviews.states import AssignmentState

SHOWS = ("todo", "done", "late")
MARKS = frozenset("12345")
TODO = (AssignmentState.ASSIGNED, AssignmentState.STARTED)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: from the last save, or from a post that was refused."""

    points: Mapping[str, int]
    comment: str
    feedback: str
    opening: str
    wrong: str = ""  # a criterion with a mark that does not exist

    @classmethod
    def posted(cls, form: Mapping[str, str]) -> "Typed":
        given = {name.removeprefix("points-"): value for name, value in form.items() if name.startswith("points-")}
        points = {key: int(value) for key, value in given.items() if value in MARKS}
        wrong = next((key for key, value in given.items() if value and value not in MARKS), "")
        get = form.get
        return cls(points, get("comment", ""), get("feedback", ""), get("opening", ""), wrong)

    @classmethod
    def saved(cls, review: Review | None, rubric: Rubric) -> "Typed":
        if review is None:
            return cls({}, "", "", "")
        keys = {criterion.id: criterion.key for criterion in rubric.criteria}
        points = {keys[s.criterion_id]: s.points for s in review.scores if s.criterion_id in keys}
        return cls(points, review.comment, review.feedback, str(review.proposed_opening_id or ""))

    def values(self) -> dict[str, Any]:
        """The arguments of the service. Raises InvalidInput for a mark that does not exist."""
        if self.wrong:
            raise InvalidInput(N_("Choose a mark from 1 to 5."), field=self.wrong)
        try:
            opening = uuid.UUID(self.opening) if self.opening else None
        except ValueError:
            opening = None
        return {
            "points": self.points, "comment": self.comment, "feedback": self.feedback, "proposed_opening_id": opening,
        }  # fmt: skip


def queue(person: Person, show: str = "") -> dict[str, Any]:
    """The rows of the left pane and how many there are of each sort."""
    rows, now = queries.queue(person), utcnow()
    parts = {
        "todo": [row for row in rows if row.state in TODO],
        "done": [row for row in rows if row.state not in TODO],
        "late": [row for row in rows if row.state in TODO and row.due_at and row.due_at < now],
    }
    show = show if show in SHOWS else "todo"
    return {"rows": parts[show], "counts": {name: len(part) for name, part in parts.items()}, "show": show, "now": now}


def data(person: Person, application_id: uuid.UUID, show: str = "", typed: Typed | None = None) -> dict[str, Any]:
    """Everything of the split view. Raises NotFound when the file is not, or no longer, theirs."""
    assignment = queries.assignment(person, application_id)
    application = assignment.application
    blind = application.call.blind
    review = queries.review_of(assignment.id)
    rubric = queries.rubric_of_call(application.call_id)
    typed = typed or Typed.saved(review, rubric)
    listed = queue(person, show)
    order = [row.application_id for row in listed["rows"]]
    return {
        **listed,
        **neighbours(order, application_id),
        "application": application,
        "blind": blind,
        "name": application.reference if blind else application.startup.name,
        "dossier": dossier.of(application, dossier.for_reviewers(blind=blind), blind=blind),
        "choices": applications.choices(application.id),
        "assignment": assignment,
        "editable": policy.can_review(person, assignment),
        "review": review,
        "criteria": rubric.criteria,
        "typed": typed,
        "total": total(typed, rubric),
        "openings": opening_names(application.call_id),
        **after_own(person, application, seen=policy.sees_other_scores(assignment)),
    }


def neighbours(order: list[uuid.UUID], here: uuid.UUID) -> dict[str, uuid.UUID | None]:
    """The file before and after in the queue; from outside the list, its first one follows."""
    if here not in order:
        return {"previous": None, "next": order[0] if order else None}
    place = order.index(here)
    return {
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
    }


def total(typed: Typed, rubric: Rubric) -> float | None:
    return scoring.so_far(typed.points, {criterion.key: criterion.weight for criterion in rubric.criteria})


def opening_names(call_id: uuid.UUID) -> list[tuple[str, str]]:
    return [
        (str(o.id), f"{localized(o.programme.name)} · {localized(o.site.name)}") for o in programmes.openings(call_id)
    ]


def after_own(person: Person, application: Application, *, seen: bool) -> dict[str, Any]:
    """Others' marks and the matcher's opinion: nothing at all before one's own review was sent."""
    if not seen:
        return {"others": None, "opinion": None}
    others = [r for r in queries.reviews_of(application.id) if r.reviewer_id != person.id and not r.apart]
    stored = matching.of_application(application.id)
    return {"others": others, "opinion": opinion(stored, application.call_id) if stored else None}
