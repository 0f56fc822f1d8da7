"""The matcher's opinion as the team reads it."""

import uuid

import pytest

from app.core.clock import utcnow
from app.core.db import db, transaction
from app.decisions.opinion import Later, opinion
from app.matching import queries
from app.matching.models import ApplicationScore, ModelVersion
from tests.factories import make_application, make_call, save


@pytest.fixture
def stored():
    return queries.of_application(make_application(call=make_call(openings=2)).id)


def _scored(stored, *, number, fits):
    save(ModelVersion(id=uuid.uuid4(), number=number, folder=f"v{number}", manifest={}))
    save(
        ApplicationScore(
            application_id=stored.application_id, model_number=number, computed_at=utcnow(), fits=fits,
            best_opening_id=stored.best_opening_id, best_fit=91,
        )
    )  # fmt: skip


def _call(stored):
    from app.applications.models import Application

    return db.session.get(Application, stored.application_id).call_id


def test_the_issued_card_stands_alone_while_no_version_scored_it_again(stored):
    found = opinion(stored, _call(stored))

    assert found.later is None
    assert not found.drawn
    assert found.places[0].fit == stored.best_fit


def test_a_newer_version_says_what_it_would_give_the_same_place(stored):
    best, other = str(stored.best_opening_id), stored.items[1]["opening"]
    _scored(stored, number=4, fits={other: [91, 0.5], best: [37, 0.1]})

    found = opinion(stored, _call(stored))

    assert found.later == Later(4, 37)
    assert found.places[0].fit == stored.best_fit


def test_the_version_of_the_card_itself_says_nothing_more(stored):
    _scored(stored, number=4, fits={str(stored.best_opening_id): [37, 0.1]})
    with transaction():
        stored.model_number = 4

    assert opinion(stored, _call(stored)).later is None


def test_a_place_the_newer_version_did_not_score_is_not_spoken_of(stored):
    _scored(stored, number=4, fits={})

    assert opinion(stored, _call(stored)).later is None


def test_a_drawn_order_is_said(stored):
    with transaction():
        stored.lottery = {"seed": "s", "share": 0.1, "drawn_from": [], "order": []}

    assert opinion(stored, _call(stored)).drawn
