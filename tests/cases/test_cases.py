"""Cases that must never fail, by their number in the product's list."""

import csv
import hashlib
import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.roles import Role
from app.applications import queries
from app.applications.models import Application
from app.core import jobs
from app.core.clock import at
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.decisions.services.answer_offer import confirm_offer
from app.decisions.services.undo import undo
from app.decisions.states import DecisionKind
from app.mail.models import Message
from app.matching import queries as matching
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from app.programmes.models import Call
from app.programmes.services.close_call import close_call
from tests.factories import make_application, make_call, make_draft, make_person
from tests.services.decisions.desk import Desk
from tests.web_client import TOKEN, put_session


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


def _page(draft, key="idea", language="fr"):
    return f"/{language}/applications/{draft.id}/form/{key}"


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
EXPORT = re.compile(r'href="([^"]*(?:export|csv)[^"]*)"')


def _hidden(client, path):
    """The hidden fields of a page, as a browser would send them back."""
    return dict(HIDDEN.findall(client.get(path).text))


def _post(client, path, page=None, **data):
    return client.post(path, data=_hidden(client, page or path) | data)


def _call_of(application):
    return db.session.get(Call, application.call_id)


def test_case_01_the_session_dies_in_mid_form_and_nothing_is_lost(app, sign_in, owner):
    draft = make_draft(actor=owner, filled=False)
    client = sign_in(owner)
    hidden = _hidden(client, _page(draft))
    with client.session_transaction() as session:
        session.clear()

    refused = client.post(_page(draft), data=hidden | {"pitch": "Écrit sans session", "stage": "idea"})
    put_session(client, owner)
    again = client.get(_page(draft))

    assert refused.status_code == 303
    assert "/login" in refused.location
    assert "Écrit sans session" in again.text


def test_case_02_the_language_is_switched_in_mid_form(sign_in, owner):
    draft = make_draft(actor=owner, filled=False)
    client = sign_in(owner)
    _post(client, _page(draft), pitch="Un capteur", stage="idea")

    arabic = client.get(_page(draft, language="ar"))

    assert 'dir="rtl"' in arabic.text
    assert "Un capteur" in arabic.text


def test_case_03_signing_in_from_within_the_form_comes_back_to_it(client, owner):
    draft = make_draft(actor=owner, filled=False)

    answer = client.get(_page(draft))

    assert answer.status_code == 303
    with client.session_transaction() as session:
        assert session["next"] == _page(draft)
    put_session(client, owner)
    assert client.get("/fr/welcome").location == _page(draft)


def test_case_04_double_click_refresh_back_and_two_tabs_give_one_application(sign_in, owner):
    draft = make_draft(actor=owner)
    client, other = sign_in(owner), sign_in(owner)
    check = f"/fr/applications/{draft.id}/check"
    page = client.get(check).text
    data = {
        "csrf_token": TOKEN.search(page)[1], "declared": "y", "consented": "y",
        "row_version": re.search(r'name="row_version" value="(\d+)"', page)[1],
    }  # fmt: skip
    second = data | {"csrf_token": TOKEN.search(other.get(check).text)[1]}

    answers = [client.post(check, data=data), client.post(check, data=data), other.post(check, data=second)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert db.session.query(Application).filter(Application.submitted_at.is_not(None)).count() == 1
    assert db.session.query(Message).filter_by(purpose="receipt").count() == 1


@pytest.mark.parametrize(("seconds", "sent"), [(-1, True), (1, True), (15 * 60 - 1, True), (15 * 60 + 1, False)])
def test_case_06_sending_around_the_deadline_goes_by_the_servers_instant(sign_in, owner, seconds, sent):
    draft = make_draft(actor=owner)
    client, check = sign_in(owner), f"/fr/applications/{draft.id}/check"
    page = client.get(check).text
    data = {"csrf_token": TOKEN.search(page)[1], "declared": "y", "consented": "y"}

    with at(_call_of(draft).closes_at + timedelta(seconds=seconds)):
        answer = client.post(
            check, data=data, headers={"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "X-Timezone": "Asia/Tokyo"}
        )

    db.session.expire_all()
    assert (answer.status_code == 303, db.session.get(Application, draft.id).stage == "submitted") == (sent, sent)


def test_case_07_the_call_closes_while_a_tab_is_open(sign_in, owner):
    draft = make_draft(actor=owner)
    client, check = sign_in(owner), f"/fr/applications/{draft.id}/check"
    data = {"csrf_token": TOKEN.search(client.get(check).text)[1], "declared": "y", "consented": "y"}
    with transaction():
        close_call(actor=make_person(Role.ADMIN), call_id=draft.call_id, reason="fin")

    answer = client.post(check, data=data)
    kept = client.get(f"/fr/applications/{draft.id}")

    assert answer.status_code in (200, 409)
    assert kept.status_code == 200
    assert queries.answers(draft.id)["pitch"]
    assert db.session.get(Application, draft.id).stage == "draft"


APPLICANT_PAGES = ("", "/sent", "/copy", "/fit", "/check", "/members", "/withdraw")


def _applicants_bytes(client, application):
    """Every page an applicant can open about a file, without the token and the times of this very request."""
    pages = [f"/fr/applications/{application.id}{part}" for part in APPLICANT_PAGES] + ["/fr/applications", "/dev/mail"]
    bodies = []
    for path in pages:
        answer = client.get(path)
        body = re.sub(r'value="[^"]*"', "", answer.text)
        bodies.append((path, answer.status_code, answer.headers.get("Location"), body))
    return bodies


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from([*DecisionKind, None]), min_size=1, max_size=3))
def test_case_13_a_provisional_decision_that_flips_changes_no_byte_for_the_applicant(sign_in, kinds):
    desk = Desk(make_call(seats=50))
    application = desk.file()
    client = sign_in(desk.owner)
    before = _applicants_bytes(client, application)

    for kind in kinds:
        if kind is not None:
            desk.decide(application, kind, feedback="secret feedback", sentence="secret sentence")
        elif db.session.get(Application, application.id, populate_existing=True).stage == "decided":
            with transaction():
                undo(application_id=application.id, actor=desk.lead)
        jobs.run_all()
        after = _applicants_bytes(client, application)
        assert after == before
    assert not any("secret" in body for *_rest, body in before)


def test_case_14_confirming_before_release_is_refused_in_general_words(sign_in):
    desk = Desk(make_call())
    decided, undecided = desk.file(), None
    first = desk.owner
    desk.decide(decided)
    undecided = desk.file()

    answers = [
        _post(sign_in(person), f"/fr/applications/{one.id}/offer/confirm", page="/fr/account")
        for person, one in ((first, decided), (desk.owner, undecided))
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    words = [re.search(r'<p class="lead">(.*?)</p>', answer.text)[1] for answer in answers]
    assert words[0] == words[1]
    with pytest.raises(Conflict), transaction():
        confirm_offer(application_id=decided.id, actor=first)


def test_case_16_publishing_twice_sends_no_second_mail(sign_in):
    desk = Desk(make_call())
    application = desk.file()
    desk.decide(application)
    batch = desk.publish()
    jobs.enqueue("batch.publish", batch_id=str(batch.id))
    db.session.rollback()
    client = sign_in(desk.lead)

    _post(client, f"/fr/team/batches/{batch.id}", page="/fr/account", number="1")
    jobs.run_all()

    purposes = [m.purpose for m in db.session.query(Message).filter_by(about_id=application.id)]
    assert sorted(purposes) == ["offer", "receipt"]


@pytest.mark.parametrize(
    "part",
    [
        "",
        "/form/idea",
        "/fit",
        "/check",
        "/sent",
        "/copy",
        "/members",
        "/withdraw",
        "/files/pitch_deck",
        "/document/pitch_deck",
    ],
)
def test_case_26_another_id_guessed_in_the_address_is_not_found(sign_in, part):
    strange = make_application()

    for person in (make_person(Role.APPLICANT), make_person(Role.REVIEWER)):
        assert sign_in(person).get(f"/fr/applications/{strange.id}{part}").status_code == 404


def test_case_26_a_reviewer_and_another_calls_team_do_not_find_it_either(sign_in):
    application, elsewhere = make_application(), make_call()
    from tests.factories import grant

    staff = grant(make_person(), Role.STAFF, call_id=elsewhere.id)

    assert sign_in(make_person(Role.REVIEWER)).get(f"/fr/reviews/{application.id}").status_code == 404
    assert sign_in(staff).get(f"/fr/team/applications/{application.id}").status_code == 404


def test_case_28_an_export_is_the_list_under_the_same_rights(sign_in):
    call, staff = make_call(), make_person(Role.STAFF)
    own = make_application(actor=make_person(Role.APPLICANT, email=f"x@{staff.email.partition('@')[2]}"), call=call)
    seen = [make_application(call=call), make_application(call=call)]
    client = sign_in(staff)
    address = f"/fr/team/calls/{call.key}/applications"

    listed = client.get(address).text
    export = client.get(EXPORT.search(listed)[1].replace("&amp;", "&"))
    rows = list(csv.reader(io.StringIO(export.data.decode("utf-8-sig")), delimiter=";"))

    references = db.session.scalars(sa.select(Application.reference).where(Application.id.in_([a.id for a in seen])))
    assert {row[0] for row in rows[1:]} == set(references)
    assert own.reference not in listed
    assert own.reference not in export.text


def test_case_30_a_formula_cell_is_defused(sign_in):
    call = make_call()
    make_application(call=call, startup_name=['=HYPERLINK("http://evil","x")'])
    client = sign_in(make_person(Role.STAFF))
    listed = client.get(f"/fr/team/calls/{call.key}/applications").text

    export = client.get(EXPORT.search(listed)[1].replace("&amp;", "&"))
    cells = [cell for row in csv.reader(io.StringIO(export.data.decode("utf-8-sig"))) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_case_38_places_drawn_by_lot_on_a_card_replay_from_its_seed(sign_in, owner, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    call = make_call(openings=3)
    version = train(lessons=[], settings={"exploration": 0.5})
    with transaction():
        begin(number=version.number)
    files = [
        make_application(actor=make_person(Role.APPLICANT), call=call) for _ in range(16)
    ]  # all or none drawn: one run in 32,768
    cards = [matching.of_application(file.id) for file in files]

    drawn = [card for card in cards if card.lottery]

    assert 0 < len(drawn) < len(cards)
    for card in cards:
        by_hand = int(hashlib.sha256(f"version {version.number}|{card.application_id}".encode()).hexdigest()[:13], 16)
        assert bool(card.lottery) is (by_hand / 16**13 < 0.5)
    for card in drawn:
        seed = f"{card.lottery['seed']}|{card.application_id}"
        again = sorted(card.lottery["drawn_from"], key=lambda key: hashlib.sha256(f"{seed}|{key}".encode()).hexdigest())
        assert again == card.lottery["order"] == [item["opening"] for item in card.items][: len(again)]
