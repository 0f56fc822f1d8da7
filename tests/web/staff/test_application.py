"""One file for the team: who finds it, what it shows, and the acts on it."""

import re

import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.states import Stage
from app.core.db import db, transaction
from app.decisions.models import Decision
from app.outcomes.measures import Measure
from app.startups.models import Startup
from tests.factories import grant, make_application, make_call, make_person, make_reason, make_rule
from tests.services.outcomes.desk import BEFORE, make_figure


def address(application, *more):
    return "/".join([f"/en/team/applications/{application.id}", *more])


def test_the_team_of_another_call_gets_404(sign_in):
    call = make_call()
    application = make_application(call=call)
    person = grant(make_person(), Role.LEAD, call_id=make_call().id)

    assert sign_in(person).get(address(application)).status_code == 404


def test_the_page_shows_the_file_but_not_what_was_asked_for_statistics(sign_in, lead):
    application = make_application(women_led=["yes"])

    page = sign_in(lead).get(address(application))

    assert "Le pompage coûte cher" in page.text
    assert "led by a woman" not in page.text
    assert page.text.count("<h1>") == 1


def test_staff_sees_no_form_to_decide_and_cannot_post_one(sign_in, lead):
    application = make_application()
    staff = sign_in(make_person(Role.STAFF))
    page = staff.get(address(application)).text

    assert "Note the decision" not in page
    assert staff.send(address(application, "decision"), page=address(application)).status_code == 403


def test_a_lead_accepts_then_takes_it_back(sign_in, lead, places, stage):
    call = make_call()
    application = make_application(call=call)
    client = sign_in(lead)
    place = places(call)[0]

    decided = client.send(
        address(application, "decision"), {"kind": "accept", "opening": str(place.id)}, page=address(application)
    )
    after = stage(application)
    undone = client.send(address(application, "decision", "undo"), page=address(application))

    assert decided.status_code == 303
    assert after is Stage.DECIDED
    assert undone.status_code == 303
    assert stage(application) is Stage.UNDER_REVIEW


def test_a_refusal_without_a_reason_keeps_what_was_typed(sign_in, lead, stage):
    application = make_application()
    make_reason()

    page = sign_in(lead).send(
        address(application, "decision"), {"kind": "reject", "feedback": "À garder"}, page=address(application)
    )

    assert page.status_code == 422
    assert "Choose the reason that the applicant will read." in page.text
    assert "À garder" in page.text
    assert stage(application) is Stage.ELIGIBLE


def test_a_full_place_is_refused_in_words(sign_in, lead, places):
    call = make_call(openings=1, seats=0)
    application = make_application(call=call)

    page = sign_in(lead).send(
        address(application, "decision"),
        {"kind": "accept", "opening": str(places(call)[0].id)},
        page=address(application),
    )

    assert page.status_code == 422
    assert "No seat is left there" in page.text


def test_a_person_settles_a_file_whose_rules_failed(sign_in, places, stage):
    call = make_call(openings=1)
    make_rule(places(call)[0])
    application = make_application(call=call)
    client = sign_in(make_person(Role.STAFF))

    without = client.send(address(application, "check"), {"answer": "accept"}, page=address(application))
    with_reason = client.send(
        address(application, "check"), {"answer": "accept", "reason": "Vérifié."}, page=address(application)
    )

    assert without.status_code == 422
    assert with_reason.status_code == 303
    assert stage(application) is Stage.ELIGIBLE


def test_a_published_answer_is_reopened_with_a_reason_only(sign_in, lead, decided, stage):
    _call, accepted, _refused = decided()
    client = sign_in(lead)
    with transaction():
        db.session.execute(
            sa.text("UPDATE application SET stage = 'offered', shown = 'offered' WHERE stage = 'decided'")
        )

    refused = client.send(address(accepted, "reopen"), {"reason": ""})
    done = client.send(address(accepted, "reopen"), {"reason": "Une pièce est arrivée."})

    assert refused.status_code == 422
    assert done.status_code == 303
    assert stage(accepted) is Stage.UNDER_REVIEW


def test_a_file_after_the_yes_shows_its_latest_figures_and_the_way_to_all(sign_in, lead):
    application = make_application()
    startup = db.session.get(Startup, application.startup_id)
    make_figure(startup, Measure.JOBS, 7, period=BEFORE)
    make_figure(startup, Measure.JOBS, 1250)
    make_figure(startup, Measure.PATENTS, None)
    client = sign_in(lead)
    before = client.get(address(application)).text
    with transaction():
        db.session.execute(sa.text("UPDATE application SET stage = 'onboarded', shown = 'confirmed'"))

    page = client.get(address(application)).text

    assert f"/en/team/startups/{startup.id}" in page
    assert "1,250" in page
    assert "Not available" in page
    assert '<small class="muted">2024</small>' not in page
    assert f"/en/team/startups/{startup.id}" not in before


def test_a_file_costs_the_same_with_more_reviewers(sign_in, lead, count_statements):
    application = make_application()
    client = sign_in(lead)
    client.get(address(application))
    counts = []
    for _ in range(2):
        with count_statements() as statements:
            client.get(address(application))
        counts.append(len(statements))
        make_person(Role.REVIEWER)
        make_person(Role.REVIEWER)

    assert counts[0] == counts[1]


def test_a_reason_typed_before_another_decision_was_chosen_is_not_judged(sign_in, lead, places, stage):
    call = make_call()
    application = make_application(call=call)
    typed = {"kind": "accept", "opening": str(places(call)[0].id), "reason_code": "gone", "sentence": "x" * 3000}

    decided = sign_in(lead).send(address(application, "decision"), typed, page=address(application))

    assert decided.status_code == 303
    assert stage(application) is Stage.DECIDED


def test_two_leads_decide_at_once_and_the_later_one_decides_anew(sign_in, lead, places, stage):
    call = make_call()
    application = make_application(call=call)
    make_reason()
    other = sign_in(make_person(Role.LEAD, full_name="Karima Sefriouati"))
    client = sign_in(lead)
    first = {"kind": "waitlist", "opening": str(places(call)[0].id)}
    later = {"kind": "reject", "reason_code": "stage_early", "feedback": "À garder", **marks(client, application)}

    other.send(address(application, "decision"), first | marks(other, application), page=address(application))
    refused = client.send(address(application, "decision"), later, page=address(application))
    page = client.get(refused.location).text
    kept = db.session.scalars(sa.select(Decision).where(Decision.application_id == application.id)).one()
    again = client.send(address(application, "decision"), later | marks(client, application), page=address(application))

    assert refused.status_code == 303
    assert "\u2068Karima Sefriouati\u2069" in page
    assert "“Decided, not published”" in page
    assert "À garder" in page
    assert kept.kind == "waitlist"
    assert again.status_code == 303
    assert stage(application) is Stage.DECIDED


def test_a_decision_taken_back_meanwhile_is_not_taken_back_again(sign_in, lead, places):
    call = make_call()
    application = make_application(call=call)
    client = sign_in(lead)
    yes = {"kind": "accept", "opening": str(places(call)[0].id)}
    client.send(address(application, "decision"), yes, page=address(application))
    seen = marks(client, application)
    client.send(address(application, "decision"), {"kind": "waitlist"} | yes, page=address(application))

    refused = client.send(address(application, "decision", "undo"), seen, page=address(application))

    assert "Look at what stands here now" in client.get(refused.location).text


def marks(client, application):
    """What the page was made from."""
    return {"shown": re.findall(r'name="shown" value="([^"]+)"', client.get(address(application)).text)[-2:]}


def test_a_mark_made_by_hand_opens_nothing(sign_in, lead):
    application = make_application()
    forged = {"shown": f"application:{application.id}:0000000000000000.x", "kind": "accept"}

    told = sign_in(lead).send(address(application, "decision", "undo"), forged, page=address(application))

    assert told.status_code == 303
    assert "changed" not in told.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 0
