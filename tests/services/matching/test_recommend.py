import json

import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.matching import adapter, queries, registry
from app.matching.services import transition
from app.matching.services.promote import promote
from app.matching.services.recommend import rank, store_recommendation
from app.matching.services.train import train
from app.programmes.queries import openings
from ml.contracts import StartupProfile
from tests.factories import ANSWERS, make_application, make_call, make_person


@pytest.fixture
def call():
    return make_call(openings=3)


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
        promote(number=version.number, actor=None, note="première")

    application = make_application(call=call)

    stored = queries.of_application(application.id)
    assert stored.model_number == version.number
    matches = adapter.from_items(stored.items)
    for match in matches:
        assert match.base + sum(reason.weight for reason in match.contributions) == pytest.approx(
            match.margin, abs=1e-9
        )
    assert json.loads(json.dumps(adapter.to_items(matches))) == stored.items


def test_a_card_is_never_rewritten(call, version):
    application = make_application(call=call)
    with transaction():
        promote(number=version.number, actor=None, note="première")
        again = store_recommendation(application_id=application.id)

    assert again.model_number is None


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_model_tells_admins_and_leaves_applicants_the_rules(call, version, damage):
    with transaction():
        promote(number=version.number, actor=None, note="première")
    folder = registry.folder_of(version)
    model = next(path for path in folder.iterdir() if path.name != "manifest.json")
    if damage == "missing":
        model.unlink()
    else:
        model.write_bytes(model.read_bytes() + b"x")
    registry._loaded.clear()

    ranked = rank(call.id, "fr", {"sector": "software"}, openings(call.id))

    assert ranked.model_number is None
    assert len(ranked.matches) == 3
    assert f"version {version.number}" in registry.champion().problem
    with pytest.raises(Conflict), transaction():
        transition.move(queries.version(version.number), "retire", actor=None)
        promote(number=version.number, actor=None, note="x")


def test_promotion_needs_an_admin_and_a_note(version):
    with pytest.raises(NotAllowed), transaction():
        promote(number=version.number, actor=make_person(Role.LEAD), note="x")
    with pytest.raises(InvalidInput), transaction():
        promote(number=version.number, actor=make_person(Role.ADMIN), note=" ")


def test_the_one_before_is_retired(call, version):
    second = train(lessons=[], note="deux")
    for number in (version.number, second.number):
        with transaction():
            promote(number=number, actor=None, note="x")

    db.session.expire_all()
    assert {v.number: v.state.value for v in queries.versions()} == {
        version.number: "retired",
        second.number: "champion",
    }


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
