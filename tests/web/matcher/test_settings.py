"""Settings to try: nothing typed is lost, a trial is a job, its effect is shown within the reader's rights."""

import re
import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.core.jobs import Job
from app.matching import audit, queries
from app.matching.models import Run
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from app.matching.states import RunKind, RunState
from app.programmes.queries import openings
from app.reports.services.try_settings import name_trial
from app.startups.models import Membership
from tests.factories import make_application, make_call, make_person, make_programme, make_rule, save
from tests.services.decisions.desk import Desk

PATH = "/en/admin/matcher/settings"
OTHER = {"w-sector": "3", "w-text": "0", "w-place": "0"}


def fields(page):
    """Every field of the form as the browser would send it."""
    found = dict(re.findall(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"', page))
    return {name: value for name, value in found.items() if name != "csrf_token"}


def send(client, **changes):
    return client.send(PATH, fields(client.get(PATH).text) | {"try": "1"} | changes, page=PATH)


def runs():
    return list(db.session.scalars(sa.select(Run).where(Run.kind == RunKind.TRIAL).order_by(Run.created_at)))


@pytest.fixture
def call():
    return make_call(openings=3, seats=5)


@pytest.fixture
def champion(call, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    version = train(lessons=[], note="essai")
    with transaction():
        begin(number=version.number)
    return version


@pytest.fixture
def done(client_of, champion, call):
    """A trial whose effect is computed, over one published file and one that waits."""
    desk = Desk(call)
    decided = desk.file()
    desk.decide(decided)
    desk.publish()
    desk.file()
    send(client_of, **OTHER)
    jobs.run_all()
    run = runs()[0]
    db.session.refresh(run)
    assert run.state is RunState.DONE, run.problem
    return run


@pytest.mark.parametrize("role", [Role.LEAD, Role.DIRECTOR, Role.STAFF, Role.APPLICANT])
def test_only_administrators_enter(sign_in, role):
    assert sign_in(make_person(role)).get(PATH).status_code == 403


def test_every_family_has_a_field_beside_the_weight_in_service(client_of, champion):
    page = client_of.get(PATH).text

    for family in audit.families():
        assert f'id="w-{family}"' in page
        assert audit.family_title(family)
    assert "Version 1 in service since" in page


def test_without_a_version_the_page_says_so(client_of):
    assert "No version is in service" in client_of.get(PATH).text


def test_a_trial_is_ordered_with_what_was_typed(client_of, champion):
    programme = make_programme()

    answer = send(
        client_of, **{"w-sector": "1,5", "w-team": "٢", f"p-{programme.key}-text": "0.5", "exploration": "2,5"}
    )

    run = runs()[0]
    assert answer.status_code == 303
    assert answer.location.endswith(f"/settings/trials/{run.id}")
    assert (run.settings["families"]["sector"], run.settings["families"]["team"]) == (1.5, 2.0)
    assert run.settings["programmes"] == {programme.key: {"text": 0.5}}
    assert run.settings["exploration"] == 0.025
    assert run.settings["lean"] is None
    assert db.session.get(Job, run.job_id).kind == "matcher.try"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("w-sector", "3.1"), ("w-sector", "1.25"), ("w-sector", "beaucoup"), ("w-sector", ""), ("w-sector", "-1"),
        ("strong", "0"), ("strong", "60.5"), ("possible", "101"), ("exploration", "21"), ("n0", "0"), ("lean", "9"),
        ("strong", "20"), ("w-sector", "9" * 150), ("w-sector", "<b>"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_beside_its_field_and_nothing_is_lost(client_of, champion, field, typed):
    answer = send(client_of, **{"w-team": "2,5", field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-e"' in answer.text
    assert f'href="#{field}"' in answer.text
    kept = fields(answer.text)
    assert kept["w-team"] == "2,5"
    assert kept[field] == typed.replace("<b>", "&lt;b&gt;")
    assert runs() == []


def test_another_table_is_shown_without_losing_what_was_typed(client_of, champion):
    one, other = make_programme(), make_programme()
    client_of.get(PATH)

    shown = client_of.send(
        PATH, fields(client_of.get(PATH).text) | {"show": "1", "programme": one.key, "w-sector": "2.2"}, page=PATH
    )
    typed = fields(shown.text) | {f"p-{one.key}-text": "3"}
    again = client_of.send(PATH, typed | {"show": "1", "programme": other.key}, page=PATH)

    assert shown.status_code == 200
    assert f'id="p-{one.key}-text"' in shown.text
    assert fields(again.text)["w-sector"] == "2.2"
    assert fields(again.text)[f"p-{one.key}-text"] == "3"
    assert f'id="p-{other.key}-text"' in again.text


def test_a_slip_in_a_table_out_of_view_brings_it_into_view(client_of, champion):
    one = make_programme()

    answer = send(client_of, **{f"p-{one.key}-text": "7"})

    assert answer.status_code == 422
    assert f'id="p-{one.key}-text-e"' in answer.text


def test_rules_of_open_calls_can_be_tried_and_lead_to_their_call(client_of, champion, call):
    rule = make_rule(openings(call.id)[0])

    page = client_of.get(PATH).text
    send(client_of, **{f"rule-{rule.id}": "advisory"})

    assert "Ne convient pas." in page
    assert f"/admin/calls/{call.key}" in page
    assert runs()[0].settings["rules"] == {str(rule.id): "advisory"}


def test_a_rule_left_as_it_is_is_not_tried(client_of, champion, call):
    rule = make_rule(openings(call.id)[0], hard=True)

    send(client_of, **{f"rule-{rule.id}": "hard", "rule-nonsense": "hard"})

    assert runs()[0].settings["rules"] == {}


def test_what_is_tried_is_told_setting_by_setting(client_of, champion, call):
    programme, rule = make_programme(), make_rule(openings(call.id)[0])

    answer = send(
        client_of,
        **{f"p-{programme.key}-text": "3", "w-team": "0.5", "exploration": "5", "lean": "1", f"rule-{rule.id}": "off"},
    )
    page = client_of.get(answer.location).text

    told = re.findall(
        r'<th scope="row">([^<]+)</th><td class="num"><bdi>([^<]*)</bdi></td><td class="num"><strong><bdi>([^<]*)<',
        page,
    )
    assert told == [
        ("Team", "1", "0.5"),
        (f"{programme.name['en']} · Project text", "as all", "3"),
        ("Drawn by lot among near-ties, in %", "0%", "5%"),
        ("Push for programmes without a history", "tuned by itself", "1"),
        ("Rules tried differently", "0", "1"),
    ]


def test_the_trial_says_how_far_it_is_and_can_be_stopped(client_of, champion):
    send(client_of)
    run = runs()[0]
    path = f"{PATH}/trials/{run.id}"

    waiting = client_of.get(path).text
    client_of.send(f"{path}/stop", page=path)

    assert "Waits for the worker" in waiting
    db.session.refresh(run)
    assert run.state is RunState.CANCELLED
    assert "stopped before it had a result" in client_of.get(path).text


def test_the_effect_is_shown_with_files_by_name_and_reasons(client_of, done):
    page = client_of.get(f"{PATH}/trials/{done.id}").text

    assert "Effect on 2 files" in page
    assert "Decided and published (1)" in page
    assert done.result["moved"] != {"past": 0, "current": 0} or "None." in page
    for move in done.result["moves"]:
        assert f"/team/applications/{move['id']}" in page
    assert "Nothing is live." in page


def test_a_file_of_a_conflict_is_counted_and_not_named(client_of, done, admin, call):
    from app.applications.models import Application

    done.result = done.result | {
        "moves": [
            {
                "id": str(one.id),
                "past": False,
                "before": {"opening": str(openings(call.id)[0].id), "fit": 50, "reason": "sector.match"},
                "after": {"opening": str(openings(call.id)[1].id), "fit": 60, "reason": "stage.match"},
            }
            for one in db.session.scalars(sa.select(Application))
        ]
    }
    hidden, seen = db.session.scalars(sa.select(Application)).all()
    save(Membership(id=uuid.uuid4(), startup_id=hidden.startup_id, person_id=admin.id, role="viewer"))

    page = client_of.get(f"{PATH}/trials/{done.id}").text

    assert seen.reference in page
    assert hidden.reference not in page
    assert "1 more file changes that is not yours to read." in page
    assert "Your sector is the programme’s sector" in page


def test_a_gap_that_grows_above_the_limit_is_a_warning(client_of, done):
    with transaction():
        done.result = done.result | {
            "gaps": [
                {"dimension": "region", "before": 4.0, "after": 9.0, "alarm": True},
                {"dimension": "sector", "before": 9.0, "after": 2.0, "alarm": False},
            ]
        }

    page = client_of.get(f"{PATH}/trials/{done.id}").text

    assert "Region of the team: the gap goes from 4 to 9 points, above the limit of 8." in page
    assert page.count("To check:") == 1


def test_a_scenario_is_kept_by_name_and_a_nameless_one_is_told(client_of, done):
    path = f"{PATH}/trials/{done.id}"

    silent = client_of.send(f"{path}/name", {"name": " ", "note": "gardé"}, page=path)
    client_of.send(f"{path}/name", {"name": "Plus de secteur", "note": "Automne"}, page=path)

    assert silent.status_code == 422
    assert "Give the scenario a name." in silent.text
    assert "gardé" in silent.text
    assert "Plus de secteur" in client_of.get(f"{PATH}/scenarios").text
    assert "Plus de secteur" in client_of.get(PATH).text


def test_two_scenarios_stand_side_by_side(client_of, done, admin):
    send(client_of, **{"w-sector": "0", "strong": "90"})
    jobs.run_all()
    for number, run in enumerate(runs()):
        with transaction():
            name_trial(run_id=run.id, actor=admin, name=f"Essai {number}", note="")

    page = client_of.get(f"{PATH}/scenarios").text

    assert "Settings that differ" in page
    assert "Strong from" in page
    assert "First place changes, past files" in page


def test_a_candidate_is_trained_with_the_settings_of_the_trial(client_of, done):
    path = f"{PATH}/trials/{done.id}"

    answer = client_of.send(f"{path}/train", page=path)
    jobs.run_all()

    assert answer.location.endswith("/admin/matcher/versions")
    newest = queries.versions()[0]
    assert newest.number == 2
    assert audit.in_service(newest.manifest)["families"]["sector"] == 3.0


def test_settings_of_a_trial_can_be_changed_further(client_of, done):
    page = client_of.get(f"{PATH}?from={done.id}").text

    assert fields(page)["w-sector"] == "3"
    assert client_of.get(f"{PATH}?from=nonsense").status_code == 200
    assert client_of.get(f"{PATH}/trials/{uuid.uuid4()}").status_code == 404


def test_the_page_costs_the_same_for_any_number_of_trials(client_of, champion, count_statements):
    counts = []
    for size in (1, 2):
        for _ in range(size):
            send(client_of)
            make_rule(openings(make_call(openings=1).id)[0])
        client_of.get(PATH)
        with count_statements() as statements:
            client_of.get(PATH)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_effect_costs_the_same_for_any_number_of_files(client_of, done, count_statements, call):
    counts = []
    for _ in range(2):
        with transaction():
            done.result = done.result | {
                "moves": [
                    *done.result["moves"],
                    {
                        "id": str(make_application(call=call).id),
                        "past": False,
                        "before": {"opening": str(openings(call.id)[0].id), "fit": 50, "reason": ""},
                        "after": {"opening": str(openings(call.id)[1].id), "fit": 60, "reason": ""},
                    },
                ]
            }
        with count_statements() as statements:
            client_of.get(f"{PATH}/trials/{done.id}")
        counts.append(len(statements))

    assert counts[0] == counts[1]
