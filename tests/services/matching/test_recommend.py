import json

import pytest

from app.core.db import db, transaction
from app.matching import adapter, queries, registry
from app.matching.models import ApplicationScore
from app.matching.services.begin import begin
from app.matching.services.recommend import store_recommendation
from app.matching.services.train import train
from ml.contracts import StartupProfile
from tests.factories import ANSWERS, make_application


@pytest.fixture
def version(call, monkeypatch):
    from app.matching.services import train as module

    monkeypatch.setattr(module, "BEGINNING", 60)
    return train(lessons=[], note="test")


def test_without_a_model_the_written_rules_rank(call):
    application = make_application(call=call)

    stored = queries.of_application(application.id)
    assert stored.model_number is None
    assert len(stored.items) == 3
    assert registry.champion().problem is not None


def test_a_champion_ranks_and_its_number_is_on_the_card(call, version):
    with transaction():
        begin(number=version.number)

    application = make_application(call=call)

    stored = queries.of_application(application.id)
    assert stored.model_number == version.number
    matches = adapter.from_items(stored.items)
    for match in matches:
        assert match.base + sum(reason.weight for reason in match.contributions) == pytest.approx(
            match.margin, abs=1e-9
        )
    assert json.loads(json.dumps(adapter.to_items(matches))) == stored.items
    score = db.session.get(ApplicationScore, application.id)
    assert (score.model_number, score.best_opening_id) == (version.number, stored.best_opening_id)
    assert list(score.fits) == [match.opening for match in matches]
    assert score.fits[matches[0].opening][0] == matches[0].fit


def test_a_card_is_never_rewritten(call, version):
    application = make_application(call=call)
    with transaction():
        begin(number=version.number)
        again = store_recommendation(application_id=application.id)

    assert again.model_number is None


def test_names_contacts_and_protected_facts_do_not_cross(call):
    private = {
        "startup_name": "Secretissime", "phone": "+212611111111", "women_led": "yes", "website": "https://secret.ma",
        "ice": "001509176000008", "home_city": "Secretville", "applicant_role": "student",
    }  # fmt: skip
    answers = {key: value[0] if len(value) == 1 else value for key, value in ANSWERS.items()}
    from app.core.clock import today

    plain = adapter.to_startup(call.id, "fr", {k: v for k, v in answers.items() if k not in private}, today())
    planted = adapter.to_startup(call.id, "fr", answers | private, today())

    assert planted == plain
    assert isinstance(planted, StartupProfile)
    assert "Secret" not in repr(planted)
