"""Many sent files at once, written row by row and not through the pages: what is counted, and nothing else."""

import uuid

import sqlalchemy as sa

from app.applications.models import Answer, Application, Choice, RuleResult
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.decisions.models import Decision
from app.decisions.states import DecisionKind, DecisionState
from app.matching.models import Recommendation
from app.programmes.queries import openings
from app.reviews.models import Assignment, Criterion, Review, Score
from app.startups.models import Startup
from tests.factories import form_version, make_person, make_reason, make_rule, rubric


class Crowd:
    """Adds groups of files to a call; every file of a group is alike."""

    def __init__(self, call):
        self.call, self.person, self.form = call, make_person(), form_version()
        self.openings = openings(call.id)
        self.rule = make_rule(self.openings[0], hard=True)
        self.reviewers = [make_person() for _ in range(2)]
        make_reason()
        self.rows = {}

    def add(self, count, *, language="fr", fails=False, fit=80, points=None, accepted=None, author=None, **answers):
        now, made = utcnow(), []
        for _ in range(count):
            startup, application = uuid.uuid4(), uuid.uuid4()
            made.append(application)
            self._row(Startup, id=startup, name="Essai", created_at=now)
            self._row(
                Application, id=application, call_id=self.call.id, startup_id=startup, form_version_id=self.form.id,
                created_by_id=(author or self.person).id, reference=uuid.uuid4().hex[:18], language=language,
                stage="under_review", shown="nothing", row_version=1, saved_at=now, team_chooses=False, submitted_at=now,
                consent_at=now, created_at=now,
            )  # fmt: skip
            self._row(Choice, id=uuid.uuid4(), application_id=application, rank=1, opening_id=self.openings[0].id)
            for key, value in answers.items():
                self._row(
                    Answer, application_id=application, question_key=key, value=value, form_version_id=self.form.id,
                    row_version=1, updated_at=now, updated_by_id=self.person.id,
                )  # fmt: skip
            self._row(
                RuleResult, id=uuid.uuid4(), application_id=application, rule_id=self.rule.id,
                opening_id=self.openings[0].id, rule_version=1, outcome="not_met" if fails else "met",
                value_seen=None, checked_at=now,
            )  # fmt: skip
            self._row(
                Recommendation, id=uuid.uuid4(), application_id=application, computed_at=now, snapshot_sha256="a",
                best_opening_id=self.openings[0].id, best_fit=fit, items=[],
            )  # fmt: skip
            if points:
                self._review(application, points, now)
            if accepted is not None:
                self._row(
                    Decision, id=uuid.uuid4(), application_id=application, created_at=now,
                    kind=DecisionKind.ACCEPT if accepted else DecisionKind.REJECT, state=DecisionState.PUBLISHED,
                    opening_id=self.openings[0].id if accepted else None, reason_code=None if accepted else "stage_early",
                    sentence="", feedback="", override_reason="", decided_by_id=self.person.id, decided_at=now,
                    published_at=now,
                )  # fmt: skip
        return made

    def _review(self, application, points, now):
        criteria = [criterion.id for criterion in db.session.scalars(sa.select(Criterion))]
        for reviewer in self.reviewers:
            assignment, review = uuid.uuid4(), uuid.uuid4()
            self._row(
                Assignment, id=assignment, application_id=application, reviewer_id=reviewer.id,
                assigned_by_id=self.person.id, state="submitted", created_at=now,
            )  # fmt: skip
            self._row(
                Review, id=review, assignment_id=assignment, rubric_id=rubric().id, comment="", feedback="",
                row_version=1, saved_at=now, submitted_at=now, created_at=now,
            )  # fmt: skip
            for criterion in criteria:
                self._row(Score, review_id=review, criterion_id=criterion, points=points)

    def _row(self, model, **values):
        self.rows.setdefault(model, []).append(values)

    def save(self):
        with transaction() as session:
            for model, rows in self.rows.items():
                session.execute(sa.insert(model), rows)
        self.rows = {}
