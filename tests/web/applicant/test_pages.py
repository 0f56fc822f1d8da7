"""Question pages: saved, refused, clashing, saved as one types."""

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.services.save_answers import mark, save_answers
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import InvalidInput
from app.questionnaires import kinds
from app.questionnaires import queries as questionnaires
from app.startups.models import MemberRole, Membership
from tests.factories import form_version, make_application, make_call, make_draft, make_person, make_region, save

PAGES = ["you", "people", "identity", "company", "idea", "problem_and_solution", "sales", "means", "where", "how"]


def seen(page):
    return dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page.text))


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


@pytest.fixture
def draft(owner):
    return make_draft(actor=owner)


@pytest.fixture
def client(sign_in, owner):
    return sign_in(owner)


def address(draft, page="people", kind="form"):
    return f"/en/applications/{draft.id}/{kind}/{page}"


@pytest.mark.parametrize("page_key", PAGES)
def test_every_page_shows_its_questions_in_at_most_four_statements(client, draft, count_statements, page_key):
    client.get(address(draft))
    path = address(draft, page_key)

    with count_statements() as statements:
        answer = client.get(path)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert len(statements) <= 4
    assert answer.headers["Cache-Control"] == "no-store"


def test_strangers_learn_nothing(sign_in, draft):
    stranger = sign_in(make_person(Role.APPLICANT))

    assert stranger.get(address(draft)).status_code == 404
    assert stranger.send(address(draft), {"seen-team_size": "-"}, page="/en/account").status_code == 404


def test_an_unknown_page_is_not_found(client, draft):
    assert client.get(address(draft, "nothing")).status_code == 404


def test_saving_leads_to_the_next_page(client, draft):
    data = {**seen(client.get(address(draft))), "team_size": "5", "full_time": "2", "skills": ["technical"]}

    answer = client.send(address(draft), data)

    assert answer.status_code == 303
    assert answer.location.endswith("/form/identity?saved=people")
    assert queries.answers(draft.id)["team_size"] == 5


def test_saving_and_leaving_asks_for_nothing_more(client, draft):
    data = {**seen(client.get(address(draft))), "team_size": "", "leave": "1"}

    answer = client.send(address(draft), data)

    assert answer.location.endswith(f"/en/applications/{draft.id}?saved=people")


def test_who_came_from_the_check_goes_back_there(client, draft):
    data = {**seen(client.get(address(draft))), "team_size": "5", "full_time": "1", "skills": "domain", "back": "check"}

    assert "/check" in client.send(address(draft), data).location


def test_a_refused_page_keeps_what_was_typed_and_saves_the_rest(client, draft):
    data = {**seen(client.get(address(draft))), "team_size": "many", "full_time": "1", "skills": ["technical"]}

    answer = client.send(address(draft), data)

    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert 'href="#team_size"' in answer.text
    assert "<title>Error:" in answer.text
    assert queries.answers(draft.id)["full_time"] == 1


def test_a_number_is_shown_as_it_was_read(client, draft):
    data = {**seen(client.get(address(draft, "sales"))), "revenue_12m": "1.360", "export": "none", "customers": "2"}

    client.send(address(draft, "sales"), data)

    assert queries.answers(draft.id)["revenue_12m"] == 1360
    assert "Read as MAD\u00a01,360" in client.get(address(draft, "sales")).text


def test_what_stands_in_the_boxes_is_read_back_unchanged(client, draft):
    before = queries.answers(draft.id)
    for page in PAGES:
        shown = client.get(address(draft, page))
        for key, value in seen(shown).items():
            assert value == mark(before.get(key.removeprefix("seen-")))
    rc = {"seen-rc": "-", "rc": ["12345", "Agadir"], "seen-ice": "-", "ice": "001 234", "seen-founding_date": "-"}
    client.send(address(draft, "company"), {**rc, "founding_date": "٣١/١٢/٢٠٢٤", "leave": "1"})

    shown = client.get(address(draft, "company"))

    assert queries.answers(draft.id)["founding_date"] == "2024-12-31"
    assert 'value="31/12/2024"' in shown.text
    assert 'value="Agadir"' in shown.text


def test_an_unknown_region_is_refused(client, draft):
    answer = client.send(address(draft, "you"), {"seen-home_region": mark("MA-06"), "home_region": "XX-99"})

    assert answer.status_code == 422
    assert queries.answers(draft.id)["home_region"] == "MA-06"


def test_a_region_is_chosen_from_the_catalogue(client, draft):
    make_region("MA-09")

    client.send(address(draft, "you"), {"seen-home_region": mark("MA-06"), "home_region": "MA-09", "leave": "1"})

    assert queries.answers(draft.id)["home_region"] == "MA-09"


def test_two_tabs_never_overwrite_in_silence(client, draft):
    first, second = seen(client.get(address(draft))), seen(client.get(address(draft)))
    rest = {"full_time": "2", "skills": ["technical", "business"]}
    client.send(address(draft), {**first, **rest, "team_size": "4"})

    clash = client.send(address(draft), {**second, **rest, "team_size": "7"})

    assert clash.status_code == 409
    assert "It now says: \u20684\u2069" in clash.text
    assert 'value="7"' in clash.text
    assert queries.answers(draft.id)["team_size"] == 4
    again = client.send(address(draft), {**seen(clash), **rest, "team_size": "7"})
    assert again.status_code == 303
    assert queries.answers(draft.id)["team_size"] == 7


def test_a_reader_sees_but_does_not_save(sign_in, draft):
    reader = make_person(Role.APPLICANT)
    save(Membership(startup_id=draft.startup_id, person_id=reader.id, role=MemberRole.VIEWER))
    client = sign_in(reader)

    assert "Save and continue" not in client.get(address(draft)).text
    assert client.send(address(draft), {"seen-team_size": "-", "team_size": "9"}, page="/en/account").status_code == 403


def test_a_sent_application_can_no_longer_be_filled(sign_in, owner):
    application = make_application(actor=owner)
    client = sign_in(owner)

    assert client.get(address(application)).status_code == 303
    assert client.send(address(application), {"seen-team_size": "-"}, page="/en/account").status_code == 409


def test_autosave_answers_in_json_within_its_budget(client, draft, count_statements):
    token = re.search(r'csrf_token" value="([^"]+)"', client.get(address(draft)).text)[1]
    headers = {"X-CSRFToken": token, "Accept": "application/json"}

    with count_statements() as statements:
        answer = client.post(
            address(draft, kind="autosave"), data={"team_size": "1 200", "seen-team_size": mark(3)}, headers=headers
        )
    told = answer.json

    assert answer.status_code == 200
    assert told["text"].startswith("Not everything is saved")
    assert told["errors"]["team_size"] == "Write 200 or less."
    assert told["clashes"] == {}
    assert told["marks"]["team_size"] == mark(3)
    assert len(statements) <= 7


def test_autosave_stores_and_gives_the_new_mark(client, draft, count_statements):
    token = re.search(r'csrf_token" value="([^"]+)"', client.get(address(draft)).text)[1]
    headers = {"X-CSRFToken": token, "Accept": "application/json"}

    with count_statements() as statements:
        told = client.post(
            address(draft, kind="autosave"), data={"team_size": "12", "seen-team_size": mark(3)}, headers=headers
        ).json

    assert told["marks"]["team_size"] == mark(12)
    assert told["read"]["team_size"] == "Read as 12"
    assert told["text"].startswith("Saved at")
    assert queries.answers(draft.id)["team_size"] == 12
    assert len(statements) <= 7


def test_autosave_tells_of_a_clash(client, draft, owner):
    token = re.search(r'csrf_token" value="([^"]+)"', client.get(address(draft)).text)[1]
    with transaction():
        save_answers(
            application_id=draft.id,
            actor=owner,
            page_key="people",
            posted={"team_size": ["8"]},
            seen={},
            complete=False,
        )

    told = client.post(
        address(draft, kind="autosave"),
        data={"team_size": "9", "seen-team_size": mark(3)},
        headers={"X-CSRFToken": token},
    ).json

    assert "It now says: \u20688\u2069" in told["clashes"]["team_size"]
    assert queries.answers(draft.id)["team_size"] == 8


def test_autosave_of_a_signed_out_person_is_401(app, draft):
    answer = app.test_client().post(address(draft, kind="autosave"), data={"team_size": "9", "seen-team_size": "-"})

    assert answer.status_code == 401
    assert "signed out" in answer.json["error"]


def test_autosave_of_a_sent_application_is_409(sign_in, owner):
    application = make_application(actor=owner)
    client = sign_in(owner)
    token = re.search(r'csrf_token" value="([^"]+)"', client.get("/en/account").text)[1]

    answer = client.post(
        address(application, kind="autosave"), data={"seen-team_size": "-", "team_size": "4"},
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert answer.json["error"]


def test_a_token_of_another_session_shows_the_typed_text_again(client, draft):
    data = {**seen(client.get(address(draft))), "team_size": "44", "csrf_token": "old"}

    answer = client.post(address(draft), data=data)

    assert answer.status_code == 303
    assert 'value="44"' in client.get(answer.location).text


def test_a_closed_call_still_lets_the_answers_be_read(sign_in, owner):
    call = make_call()
    draft = make_draft(actor=owner, call=call)
    with transaction():
        call.opens_at, call.closes_at = utcnow() - timedelta(days=9), utcnow() - timedelta(days=1)

    assert "The call is closed" in sign_in(owner).get(address(draft)).text


def test_the_definition_is_the_published_one(draft):
    assert draft.form_version_id == form_version().id
    assert db.session.get(type(draft), draft.id) is not None


def autosaved(client, draft, page, data):
    token = re.search(r'csrf_token" value="([^"]+)"', client.get(address(draft, page)).text)[1]
    return client.post(address(draft, page, "autosave"), data=data, headers={"X-CSRFToken": token}).json


def test_a_refused_number_is_not_shown_as_read(client, draft):
    wrong = {"team_size": "many", "seen-team_size": mark(3)}

    told = autosaved(client, draft, "people", wrong)
    page = client.send(address(draft), {**seen(client.get(address(draft))), **wrong})

    assert told["errors"]["team_size"] == "Write a whole number."
    assert "team_size" not in told["read"]
    assert told["unsaved"] == ["team_size"]
    assert 'data-read="team_size"></p>' in page.text


def test_a_limit_is_written_with_its_thousands(client, draft):
    told = autosaved(client, draft, "sales", {"revenue_12m": "9" * 15, "seen-revenue_12m": "-"})

    assert re.search(r"Write [\d,]+,\d{3} or less\.", told["errors"]["revenue_12m"])


def test_a_founding_date_in_the_future_is_refused(client, owner, draft):
    with transaction():
        save_answers(
            application_id=draft.id, actor=owner, page_key="company", posted={"company_status": ["sarl"]}, seen={},
            complete=False,
        )  # fmt: skip

    told = autosaved(client, draft, "company", {"founding_date": "31/12/2099", "seen-founding_date": "-"})

    assert told["errors"]["founding_date"] == "Write a date that is not in the future."


@pytest.mark.parametrize("typed", ["nom@exemple.ma", "https://user:secret@exemple.ma"])
def test_a_website_is_no_e_mail_address_and_holds_no_password(typed):
    question = next(q for q in form_definition().questions.values() if q.kind == "url")

    with pytest.raises(InvalidInput):
        kinds.read(question, [typed])


def test_a_line_of_text_holds_only_what_can_be_seen():
    question = next(q for q in form_definition().questions.values() if q.kind == "text")

    assert kinds.read(question, ["\u200b\u202e"]) is None
    assert kinds.read(question, ["\u202eAtlas\u200b"]) == "Atlas"


def test_the_page_has_words_for_a_problem_on_our_side(client, draft):
    assert 'data-broken="Not saved yet: a problem on our side.' in client.get(address(draft)).text


def form_definition():
    return questionnaires.definition(form_version().id)
