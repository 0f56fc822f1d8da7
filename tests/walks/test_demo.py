import random
from collections import Counter

import sqlalchemy as sa
from flask_security import verify_password

from app.accounts import queries as accounts
from app.applications.models import Application
from app.applications.states import Stage
from app.cli.demo import files, world
from app.cli.demo.accounts import PASSWORD, ROLES
from app.cohorts import waiting
from app.cohorts.services.plan_missing import plan_missing
from app.core import audit
from app.core.db import db
from app.decisions import results, seats
from app.decisions.models import Decision
from app.matching import queries as matching
from app.matching.models import Recommendation
from app.outcomes.models import Outcome
from app.programmes import queries as programmes
from app.programmes.models import Call
from app.reviews.models import Review


def test_the_texts_are_the_same_every_time():
    first, second = (files.read(random.Random(world.SEED)) for _ in range(2))

    assert first == second
    assert len(first) >= 120
    assert sum(bool(row.text["source_id"]) for row in first) >= 60
    assert {row.text["language"] for row in first} == {"fr", "ar", "en"}
    assert len({files.address(row.text) for row in first}) >= 115


def test_the_demo_world_is_whole(walked):
    with walked.app.test_request_context():
        signed = [verify_password(PASSWORD, accounts.by_email(email).password) for _, email in ROLES]

    stages = Counter(db.session.scalars(sa.select(Application.stage)))
    assert all(signed)
    assert {role for role, email in ROLES if accounts.by_email(email).has(role)} == {role for role, _ in ROLES}
    assert sum(stages.values()) >= 120
    assert min(stages[s] for s in (Stage.DRAFT, Stage.ELIGIBLE, Stage.UNDER_REVIEW, Stage.DECIDED, Stage.ONBOARDED)) > 0
    assert db.session.query(Call).count() == 3
    assert db.session.query(Review).count() > 100
    assert db.session.query(Decision).filter_by(state="published").count() > 30
    assert db.session.query(Outcome).count() > 20
    assert db.session.query(Recommendation).filter_by(model_number=matching.champion().number).count() >= 100
    assert [verdict for verdict, count in results.counts(results.results()).items() if not count] == []
    assert [waiting.waits(programmes.site(key).id).served for key in ("casablanca", "rabat", "agadir")] == [3, 2, 1]
    assert plan_missing() == 0  # the end of each stay is announced
    assert list(audit.verify()) == []
    assert seats.disagreements() == []
