"""What the page of one file shows to the team, as plain values."""

import uuid
from typing import Any

from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.accounts.roles import Role
from app.applications import queries as applications
from app.applications.models import Application
from app.applications.states import Stage
from app.core import audit
from app.core.clock import utcnow
from app.core.i18n import localized
from app.decisions import board, inbox, policy, queries
from app.decisions.opinion import opinion
from app.matching import explain
from app.matching import queries as matching
from app.outcomes import outliers, periods
from app.outcomes import policy as outcome_policy
from app.outcomes import queries as outcomes
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.reviews import dossier, scoring
from app.reviews import policy as review_policy
from app.reviews import queries as reviews
from app.web.staff.forms import DecideForm

CHECKED = {"met": 0, "unknown": 1, "not_met": 2}


def data(person: Person, application_id: uuid.UUID, form: DecideForm | None = None) -> dict[str, Any]:
    """Raises NotFound outside the person's files."""
    application = reviews.for_team(person, application_id)
    seats = board.seats(application.call_id)
    newer, older = inbox.neighbours(person, application.call_id, application)
    stored = matching.of_application(application.id)
    choices = applications.choices(application.id)
    return {
        "application": application,
        "dossier": dossier.of(application),
        "choices": choices,
        "checks": checks(application, seats, {choice.opening_id for choice in choices}),
        "opinion": opinion(stored, application.call_id) if stored else None,
        "seats": seats,
        "places_to_give": [
            seat for seat in seats if person.covers(Role.LEAD, call_id=application.call_id, site_id=seat.site_id)
        ],
        "places": {seat.opening_id: f"{localized(seat.programme)} · {localized(seat.site)}" for seat in seats},
        "newer": newer,
        "older": older,
        "form": form,
        "now": utcnow(),
        **about_reviews(application),
        **about_decision(person, application),
        **about_outcomes(application),
        **history(application),
    }


def checks(application: Application, seats: list[board.Seats], wished: set[uuid.UUID]) -> list[dict[str, Any]]:
    """Rules by opening, what each saw and said; the wished openings first, failures first."""
    results: dict[uuid.UUID, list[Any]] = {}
    for result in applications.rule_results(application.id):
        results.setdefault(result.opening_id, []).append(result)
    return [
        {
            "place": f"{localized(seat.programme)} · {localized(seat.site)}",
            "wished": seat.opening_id in wished,
            "lines": [_check(r) for r in sorted(results[seat.opening_id], key=lambda r: -CHECKED[r.outcome.value])],
        }
        for seat in sorted(seats, key=lambda seat: seat.opening_id not in wished)
        if seat.opening_id in results
    ]


def _check(result: Any) -> tuple[str, str, str, bool]:
    """(outcome, its sentence, what was seen, hard?)."""
    outcome = result.outcome.value
    return outcome, localized(result.rule.messages.get(outcome)), _seen(result.value_seen), result.rule.hard


def _seen(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return explain.words(value)
    return "" if value is None else explain.word(str(value))


def about_reviews(application: Application) -> dict[str, Any]:
    sent = reviews.reviews_of(application.id)
    counted = [review.total for review in sent if not review.apart and review.total is not None]
    assignments = reviews.assignments_of(application.id)
    taken = {assignment.reviewer_id for assignment in assignments}
    free = [
        person
        for person in accounts.with_role(Role.REVIEWER)
        if person.id not in taken and person.has_for(Role.REVIEWER, call_id=application.call_id)
    ]
    return {
        "reviews": sent,
        "summary": scoring.summary(counted),
        "criteria": reviews.rubric_of_call(application.call_id).criteria,
        "assignments": assignments,
        "free_reviewers": free,
    }


def about_decision(person: Person, application: Application) -> dict[str, Any]:
    decision = queries.in_force(application.id)
    mine = decision is None or decision.opening is None or policy.can_give(person, decision.opening)
    return {
        "decision": decision,
        "decided_by": accounts.names([decision.decided_by_id if decision else None]),
        "reasons": queries.reasons(),
        "can_assign": review_policy.can_assign(person, application),
        "can_decide": mine and policy.can_decide(person, application),
        "can_undo": mine and policy.can_undo(person, application),
        "can_reopen": mine and policy.can_reopen(person, application),
        "can_check": application.stage is Stage.NEEDS_HUMAN_CHECK,
    }


def about_outcomes(application: Application) -> dict[str, Any]:
    """The figures of the latest period, for a file after the yes."""
    followed_up = application.stage in outcome_policy.FOLLOWED
    figures = outcomes.of_startup(application.startup_id, limit=len(Measure)) if followed_up else []
    latest = [row for row in figures if row.ends_on == figures[0].ends_on]
    return {
        "followed_up": followed_up,
        "outcomes": [(row, _shown(row), periods.label(row.starts_on, row.ends_on)) for row in latest],
    }


def _shown(row: Outcome) -> str:
    return str(_("Not available")) if row.value is None else outliers.shown(row.measure, row.value)


def history(application: Application) -> dict[str, Any]:
    events = audit.history(application.id, limit=50)
    return {"events": events, "actors": accounts.names([event.actor_id for event in events])}
