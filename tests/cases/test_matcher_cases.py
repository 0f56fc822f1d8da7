"""Cases of the matcher that must never fail, by their number in the product's list."""

import copy
import re
from pathlib import Path

import pytest
import yaml

from app.accounts.roles import Role
from app.applications.models import Application
from app.applications.queries import answers
from app.core import jobs
from app.core.db import db, transaction
from app.matching import adapter, queries, registry
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.promote import promote
from app.matching.services.propose import propose
from app.matching.services.recommend import rank
from app.matching.services.roll_back import roll_back
from app.matching.services.train import train
from app.programmes.queries import openings
from app.questionnaires import services as questionnaires
from app.questionnaires.services.publish_version import publish_version
from tests.factories import grant, make_application, make_call, make_draft, make_person

FORM = Path(str(questionnaires.__file__)).parents[1] / "seed" / "application_form.yaml"


@pytest.fixture
def call():
    return make_call(openings=3)


@pytest.fixture
def trained(call, monkeypatch):
    """Trains quickly: from the descriptions alone."""
    monkeypatch.setattr(training, "BEGINNING", 0)
    return lambda: train(lessons=[], note="essai")


def _without(description, key):
    shorter = copy.deepcopy(description)
    for section in shorter["sections"]:
        for page in section["pages"]:
            page["questions"] = [question for question in page["questions"] if question["key"] != key]
    return shorter


def test_case_09_a_question_the_model_uses_is_removed_and_it_still_ranks(call, trained):
    version = trained()
    with transaction():
        begin(number=version.number)
    asked = make_application(call=call)
    with transaction():
        shorter = publish_version(_without(yaml.safe_load(FORM.read_text(encoding="utf-8")), "sector"))
    silent = make_draft(call=call)
    with transaction():
        db.session.get(Application, silent.id).form_version_id = shorter.id
    told = {key: value for key, value in answers(silent.id).items() if key != "sector"}
    ranked = rank(silent.id, "fr", told, openings(call.id))

    assert ranked.model_number == version.number
    assert len(ranked.matches) == 3
    for match in ranked.matches:
        sector = next(reason for reason in match.contributions if reason.family == "sector")
        assert sector.code in {"sector.missing", "sector.open_to_all"}
        total = match.base + sum(reason.weight for reason in match.contributions)
        assert total == pytest.approx(match.margin, abs=1e-9)
    assert len(queries.of_application(asked.id).items) == 3


def test_case_36_a_rollback_leaves_every_issued_card_its_version(call, trained, sign_in):
    first, second = trained(), trained()
    one, other = make_person(Role.ADMIN), make_person(Role.ADMIN)
    owner = make_person(Role.APPLICANT)
    with transaction():
        begin(number=first.number)
    early = make_application(call=call, actor=owner)
    with transaction():
        propose(number=second.number, actor=one, note="mieux")
    with transaction():
        promote(number=second.number, actor=other, note="vu")
    late = make_application(call=call, actor=make_person(Role.APPLICANT))
    before = {a.id: copy.deepcopy(queries.of_application(a.id).items) for a in (early, late)}

    with transaction():
        roll_back(actor=one)

    db.session.expire_all()
    assert registry.champion().number == first.number
    assert [queries.of_application(a.id).model_number for a in (early, late)] == [first.number, second.number]
    assert {a.id: queries.of_application(a.id).items for a in (early, late)} == before
    assert all(adapter.from_items(items) for items in before.values())
    page = sign_in(owner).get(f"/en/applications/{early.id}/fit").text
    assert f"model version {first.number}" in page


def test_case_37_a_placement_that_cannot_be_done_names_the_constraint(call, trained, sign_in):
    version = trained()
    with transaction():
        begin(number=version.number)
    make_application(call=call, home_region=["MA-06"])
    lead = grant(make_person(), Role.LEAD, call_id=call.id)
    client = sign_in(lead)

    answer = client.send(f"/en/team/calls/{call.key}/placement", {"method": "best", "least_MA-06": "3"})
    jobs.run_all()
    page = client.get(answer.location).text

    assert "No placement keeps these limits. Nothing was placed." in page
    assert re.search(r"at least 3:\s+1 file of this region could take a place\.", page)
