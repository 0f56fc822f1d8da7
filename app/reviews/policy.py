"""Who assigns, reads and scores."""

from app.accounts.models import Person
from app.accounts.roles import TEAM, Role
from app.applications.models import Application
from app.applications.states import Stage
from app.reviews.models import Assignment
from app.reviews.states import LIFECYCLE, AssignmentState

REVIEWABLE = frozenset({Stage.ELIGIBLE, Stage.UNDER_REVIEW})


def can_assign(person: Person, application: Application) -> bool:
    return person.has_for(*TEAM, call_id=application.call_id) and application.stage in REVIEWABLE


def can_review(person: Person, assignment: Assignment) -> bool:
    """The assigned reviewer, while the file is under review and no conflict was declared."""
    return (
        assignment.reviewer_id == person.id
        and person.has(Role.REVIEWER)
        and assignment.state in (AssignmentState.ASSIGNED, AssignmentState.STARTED, AssignmentState.SUBMITTED)
        and assignment.application.stage in REVIEWABLE
    )


def can_declare_conflict(person: Person, assignment: Assignment) -> bool:
    return assignment.reviewer_id == person.id and LIFECYCLE.allows(assignment.state, "declare_conflict")


def sees_other_scores(assignment: Assignment) -> bool:
    """Others' marks, and the matcher's opinion, come after one's own review."""
    return assignment.state is AssignmentState.SUBMITTED
