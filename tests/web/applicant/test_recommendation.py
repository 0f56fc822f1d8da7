"""Where do you fit: reasons that add up, and up to three choices."""

import re

from app.accounts.roles import Role
from app.applications import queries
from app.core.db import db
from app.matching.models import Recommendation
from app.programmes import queries as programmes
from tests.factories import make_application, make_call, make_draft, make_person, make_rule


def test_reasons_and_start_add_up_to_the_fit_in_six_statements(sign_in, count_statements):
    person = make_person(Role.APPLICANT)
    draft = make_draft(actor=person, call=make_call(openings=4))
    client = sign_in(person)

    with count_statements() as statements:
        page = client.get(f"/en/applications/{draft.id}/fit")

    fit = int(re.search(r"</span> (\d+)<small> / 100", page.text)[1])
    start = int(re.search(r"to a start of (\d+)", page.text)[1])
    points = [int(sign.replace("−", "-") + number) for sign, number in re.findall(r'ltr">([+−])(\d+)</bdi>', page.text)]
    assert start + sum(points) == fit
    assert "Compared by written rules only" in page.text
    assert len(statements) <= 6


def test_an_opening_whose_condition_fails_never_leads(sign_in):
    person, call = make_person(Role.APPLICANT), make_call(openings=1)
    make_rule(programmes.openings(call.id)[0], value=["growth"])
    draft = make_draft(actor=person, call=call)

    page = sign_in(person).get(f"/en/applications/{draft.id}/fit")

    assert "No programme of this call is open to you" in page.text


def test_an_empty_draft_is_asked_for_answers_first(sign_in):
    person = make_person(Role.APPLICANT)
    draft = make_draft(actor=person, filled=False)

    assert "Answer the questions about your sector" in sign_in(person).get(f"/en/applications/{draft.id}/fit").text


def test_three_choices_are_saved_in_order(sign_in):
    person, call = make_person(Role.APPLICANT), make_call(openings=3)
    draft = make_draft(actor=person, call=call)
    ids = [str(opening.id) for opening in programmes.openings(call.id)]

    answer = sign_in(person).send(
        f"/en/applications/{draft.id}/fit", {"choice_1": ids[2], "choice_2": ids[0], "choice_3": ids[1]}
    )

    assert answer.status_code == 303
    assert [str(choice.opening_id) for choice in queries.choices(draft.id)] == [ids[2], ids[0], ids[1]]


def test_the_team_may_choose(sign_in):
    person = make_person(Role.APPLICANT)
    draft = make_draft(actor=person)

    sign_in(person).send(f"/en/applications/{draft.id}/fit", {"team_chooses": "y"})

    assert queries.choices(draft.id) == []
    assert db.session.get(type(draft), draft.id).team_chooses


def test_a_choice_twice_or_none_is_refused_beside_its_field(sign_in):
    person, call = make_person(Role.APPLICANT), make_call()
    draft = make_draft(actor=person, call=call)
    first = str(programmes.openings(call.id)[0].id)
    client, path = sign_in(person), f"/en/applications/{draft.id}/fit"

    twice = client.send(path, {"choice_1": first, "choice_2": first})
    none = client.send(path, {})
    wrong = client.send(path, {"choice_1": "not-an-id"})

    assert [answer.status_code for answer in (twice, none, wrong)] == [422, 422, 422]
    assert 'href="#choice_2"' in twice.text
    assert 'href="#choice_1"' in none.text


def test_after_sending_the_stored_card_is_shown(sign_in):
    person = make_person(Role.APPLICANT)
    application = make_application(actor=person)
    stored = db.session.query(Recommendation).filter_by(application_id=application.id).one()
    stored.items = [{**stored.items[0], "fit": 42}, *stored.items[1:]]
    db.session.commit()

    page = sign_in(person).get(f"/en/applications/{application.id}/fit")

    assert "42<small> / 100" in page.text
    assert "Save my choice" not in page.text


def test_a_stranger_gets_404(sign_in):
    assert sign_in(make_person()).get(f"/en/applications/{make_draft().id}/fit").status_code == 404


def test_the_team_and_a_choice_together_are_refused_on_the_checkbox(sign_in):
    person, call = make_person(Role.APPLICANT), make_call()
    draft = make_draft(actor=person, call=call)
    first = str(programmes.openings(call.id)[0].id)

    answer = sign_in(person).send(f"/en/applications/{draft.id}/fit", {"choice_1": first, "team_chooses": "y"})

    assert answer.status_code == 422
    assert 'href="#team_chooses"' in answer.text and "one or the other" in answer.text
    assert f'<option value="{first}" selected' in answer.text
    assert 'value="y" checked' in answer.text
