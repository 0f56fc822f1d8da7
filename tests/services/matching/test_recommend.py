import json
import uuid

import pytest

from app.applications.queries import answers as told_by
from app.core.db import db, transaction
from app.matching import adapter, lots, queries, registry
from app.matching.models import ApplicationScore
from app.matching.services.begin import begin
from app.matching.services.recommend import rank, store_recommendation
from app.matching.services.train import train
from app.programmes.queries import openings
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


@pytest.mark.parametrize(("share", "drawn"), [(0.0, False), (0.5, True)])
def test_near_ties_are_drawn_for_a_share_and_the_scores_keep_the_order_of_the_fits(call, monkeypatch, share, drawn):
    """Twin places in one city tie exactly."""
    from app.matching.services import train as module

    monkeypatch.setattr(module, "BEGINNING", 0)
    version = train(lessons=[], note="test", settings={"exploration": share})
    with transaction():
        begin(number=version.number)
    cards = [queries.of_application(make_application(call=call).id) for _ in range(12)]

    assert any(card.lottery for card in cards) is drawn
    for card in cards:
        shown = [item["opening"] for item in card.items]
        score = db.session.get(ApplicationScore, card.application_id)
        assert str(card.best_opening_id) == shown[0]
        assert [fit for fit, _ in score.fits.values()] == sorted((fit for fit, _ in score.fits.values()), reverse=True)
        if card.lottery:
            assert lots.replay(card.application_id, card.lottery) == card.lottery["order"]
            assert shown[: len(card.lottery["order"])] == card.lottery["order"]
            assert card.lottery["seed"] == f"version {version.number}"
        else:
            assert shown == list(score.fits)


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


def test_scores_do_not_move_with_who_asks(call, champion):
    """Names, addresses and numbers are planted in the free text too, and the file comes from somebody else."""
    answers = told_by(make_application(call=call).id)
    key, places = uuid.uuid4(), openings(call.id)
    people = [
        ("Nour Énergie", "+212611111111", "yes", "Nour Énergie, nour@energie.example, +212 6 11 11 11 11: "),
        ("Tazi & fils", "+33611111111", "no", "Tazi & fils, www.tazi.example, 0622222222: "),
    ]
    found = []
    for name, phone, women_led, opening in people:
        told = answers | {"startup_name": name, "phone": phone, "women_led": women_led}
        told["pitch"] = opening + str(answers["pitch"])
        found.append(rank(key, "fr", told, places).matches)

    assert found[0] == found[1]
