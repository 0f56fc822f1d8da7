"""Where do you fit: reasons that add up, and up to three choices."""

import re

from app.accounts.roles import Role
from app.applications import queries
from app.core.db import db
from app.matching.models import Recommendation
from app.programmes import queries as programmes
from app.programmes.states import SiteState
from tests.factories import (
    make_application,
    make_call,
    make_draft,
    make_opening,
    make_person,
    make_programme,
    make_rule,
    make_site,
)
from tests.services.decisions.desk import Desk


def test_reasons_and_start_add_up_to_the_fit_in_seven_statements(sign_in, count_statements):
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
    assert len(statements) <= 7


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


def test_cities_are_compared_by_fit_distance_seats_waiting_and_what_the_site_has(sign_in):
    person, call, programme = make_person(Role.APPLICANT), make_call(openings=0), make_programme(offers=["lab"])
    near = make_site(facilities=["lab"], vocation=["energy_water"])
    far = make_site(latitude=30.42, longitude=-9.6, facilities=["office"])
    for position, site in enumerate((far, near)):
        make_opening(call, programme=programme, site=site, seats=3, position=position)
    draft = make_draft(actor=person, call=call)

    page = sign_in(person).get(f"/en/applications/{draft.id}/fit").text

    table = page[page.index("Compare the cities") :]
    assert table.index(near.name["en"]) < table.index(far.name["en"])
    for words in ("0 km", "3 of 3", "a workshop or a lab", "energy, water and environment", "Waiting"):
        assert words in table
    assert re.search(r"\d{3} km", table)


def test_a_site_that_is_planned_or_paused_says_so_everywhere_and_is_ranked(sign_in):
    person, call, programme = make_person(Role.APPLICANT), make_call(openings=0), make_programme()
    planned = make_site(status=SiteState.PLANNED, opened_on="2027-03")
    paused = make_site(status=SiteState.PAUSED, latitude=30.42, longitude=-9.6)
    for position, site in enumerate((planned, paused)):
        make_opening(call, programme=programme, site=site, position=position)
    draft = make_draft(actor=person, call=call)

    page = sign_in(person).get(f"/en/applications/{draft.id}/fit").text

    card, table, choice = (page.index(words) for words in ("Fits you best", "Compare the cities", 'id="choose"'))
    for part in (page[card:table], page[table:choice], page[choice:]):
        assert "opens in March 2027" in part
    assert "paused for now" in page[table:choice] and "paused for now" in page[choice:]
    assert "nobody can be placed there for now" in page[card:table]


def _without_token(page):
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_a_provisional_yes_to_somebody_else_changes_nothing_on_the_page(sign_in):
    desk = Desk(make_call(openings=1, seats=2))
    mine = desk.file()
    client, path = sign_in(desk.owner), f"/en/applications/{mine.id}/fit"
    before = _without_token(client.get(path).text)

    desk.decide(desk.file())

    assert _without_token(client.get(path).text) == before
    desk.publish()
    assert "1 seat left" in client.get(path).text


def test_the_card_prints_alone_with_its_version(sign_in, client):
    person = make_person(Role.APPLICANT)
    draft = make_draft(actor=person)

    page = sign_in(person).get(f"/en/applications/{draft.id}/fit").text
    with client.get("/static/css/wijha.css") as answer:
        rules = answer.text

    card = page[page.index("card-print") : page.index("</section>")]
    assert 'class="main wrap stack stack-7 card-page"' in page
    assert "Compared by" in card[card.index("</details>") :]
    assert "it does not decide" in card and "print-only" in card
    printed = rules[rules.index("@media print") :]
    assert ".card-page > :not(.card-print)" in printed
    assert "color: #000 !important" in printed


def test_places_drawn_by_lot_are_said_to_be(sign_in):
    person = make_person(Role.APPLICANT)
    application = make_application(actor=person)
    stored = db.session.query(Recommendation).filter_by(application_id=application.id).one()
    stored.lottery = {"seed": "s", "share": 0.2, "drawn_from": [], "order": [item["opening"] for item in stored.items]}
    db.session.commit()

    assert "drawn by lot" in sign_in(person).get(f"/en/applications/{application.id}/fit").text


def test_every_condition_that_bars_leads_to_its_reasons(sign_in):
    person, call = make_person(Role.APPLICANT), make_call(openings=1)
    opening = programmes.openings(call.id)[0]
    make_rule(opening, value=["growth"])
    draft = make_draft(actor=person, call=call)

    page = sign_in(person).get(f"/en/applications/{draft.id}/fit").text

    assert f"/en/applications/{draft.id}/fit/{opening.id}" in page
    assert "Ne convient pas. en" in page
