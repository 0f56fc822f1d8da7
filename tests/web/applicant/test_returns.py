"""A startup gives its figures: filled without script, checked, sent once, opened again."""

import io
import re

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.services.save_answers import mark
from app.core.db import db, transaction
from app.outcomes.measures import Measure
from app.outcomes.models import Funding, Outcome
from app.outcomes.returns import often
from app.outcomes.services.open_campaign import close_campaign
from app.outcomes.states import ReturnState
from app.startups.models import MemberRole, Membership
from tests.factories import make_person, save
from tests.services.outcomes.desk import BEFORE, make_campaign, make_figure, make_startup
from tests.services.outcomes.filling import Filling

GROWTH = ("customers_abroad", "customers_countries", "patents")
MONEY = (
    "raised", "raised_amount", "raised_on", "raised_kind",
    "raised_from", "loan", "loan_amount", "loan_on", "loan_from", "grant", "grant_amount", "grant_on", "grant_from",
    "comment",
)  # fmt: skip


@pytest.fixture
def filling():
    return Filling()


@pytest.fixture
def client(sign_in, filling):
    return sign_in(filling.owner)


def path(filling, *more, language="en"):
    return "/".join([f"/{language}/returns/{filling.one.id}", *more])


def seen(*keys, **answers):
    return answers | {f"seen-{key}": "-" for key in (*keys, *answers)}


def version(client, filling):
    return re.search(r'name="row_version" value="(\d+)"', client.get(path(filling, "check")).text)[1]


def figures():
    return {row.measure: row.value for row in db.session.scalars(sa.select(Outcome).order_by(Outcome.ends_on))}


def test_the_dashboard_says_that_figures_are_awaited_until_they_are_sent(client, filling):
    awaited = client.get("/en/applications").text
    filling.save(active="yes")
    filling.send()
    sent = client.get("/en/applications").text

    assert "Your figures are awaited: 2025" in awaited
    assert f"/en/returns/{filling.one.id}" in awaited
    assert "Your figures are awaited: 2025" not in sent
    assert "See or correct" in sent


def test_the_dashboard_asks_readers_for_nothing(sign_in, filling):
    reader = make_person(Role.APPLICANT)
    save(Membership(startup_id=filling.startup.id, person_id=reader.id, role=MemberRole.VIEWER))

    assert "figures are awaited" not in sign_in(reader).get("/en/applications").text


def test_a_startup_answers_in_arabic_without_script(client, filling):
    make_figure(filling.startup, Measure.JOBS, 7, period=BEFORE)
    first = client.get(path(filling, language="ar"), follow_redirects=True).text
    assert 'dir="rtl"' in first
    assert "=same" in first

    typed = seen(
        "jobs_women", "jobs_young", active="yes", turnover="١٫٥ مليون درهم", turnover_abroad="=na", jobs="=same"
    )
    one = client.send(path(filling, "company", language="ar"), typed)
    two = client.send(one.location, seen(*GROWTH))
    three = client.send(
        two.location, seen(*MONEY, raised="yes", raised_amount="2 MDH", raised_on="06/05/2025", raised_from="Atlas")
    )
    check = client.get(three.location).text
    sent = client.send(three.location, {"row_version": version(client, filling)})

    assert [page.status_code for page in (one, two, three, sent)] == [303] * 4
    assert "1\u202f500\u202f000" in check
    assert figures() == {Measure.ACTIVE: 1, Measure.TURNOVER: 1_500_000, Measure.TURNOVER_ABROAD: None, Measure.JOBS: 7}
    assert db.session.scalars(sa.select(Funding.amount)).all() == [2_000_000]


def test_a_number_typed_with_a_unit_slip_is_shown_back(client, filling):
    make_figure(filling.startup, Measure.TURNOVER, 1_200_000, period=BEFORE)
    client.send(path(filling, "company"), seen(active="yes", turnover="1.200"))

    page = client.get(path(filling, "company")).text
    check = client.get(path(filling, "check")).text
    sent = client.send(
        path(filling, "check"),
        {"row_version": version(client, filling), "right": "turnover", "reason-turnover": "Pause"},
    )

    assert "Read as 1,200 dirhams." in page
    assert "last time you wrote 1,200,000 dirhams (1.2 MDH). Is 1,200 dirhams right, or is a unit missing?" in check
    assert sent.status_code == 303
    assert filling.one.answers["_right"] == {"turnover": {"value": 1200, "reason": "Pause"}}


def test_not_available_is_a_legal_answer(client, filling):
    client.send(path(filling, "company"), seen(active="yes", turnover="=na"))

    assert "Not available" in client.get(path(filling, "check")).text
    client.send(path(filling, "check"), {"row_version": version(client, filling)})
    assert figures() == {Measure.ACTIVE: 1, Measure.TURNOVER: None}


def test_a_refused_page_keeps_everything_that_was_typed(client, filling):
    answer = client.send(path(filling, "company"), seen("active", turnover="1,5", jobs="12"))

    assert answer.status_code == 422
    assert 'href="#turnover"' in answer.text
    assert 'href="#active-1"' in answer.text
    assert 'value="1,5"' in answer.text
    assert 'value="12"' in answer.text
    assert filling.one.answers == {"turnover": {"typed": "1,5"}, "jobs": {"typed": "12"}}


def test_a_page_can_be_left_half_filled(client, filling):
    answer = client.send(path(filling, "company"), seen("active", turnover="1,5") | {"leave": "1"})

    assert answer.location == "/en/applications"
    assert filling.one.answers == {"turnover": {"typed": "1,5"}}


def test_two_people_read_who_changed_what(sign_in, client, filling):
    editor = make_person(Role.APPLICANT, full_name="Nour Idrissi")
    save(Membership(startup_id=filling.startup.id, person_id=editor.id, role=MemberRole.EDITOR))
    filling.save(actor=editor, turnover="120 000")

    answer = client.send(path(filling, "company"), seen(active="yes", turnover="90 000"))

    assert answer.status_code == 409
    assert "Nour Idrissi" in answer.text
    assert "120,000 dirhams" in answer.text
    assert 'value="90 000"' in answer.text
    again = {"turnover": "90 000", "seen-turnover": mark({"typed": "120 000"})}
    assert client.send(path(filling, "company"), again | seen(active="yes")).status_code == 303


def test_answers_are_saved_while_typing(client, filling):
    page = path(filling, "company")

    good = client.send(path(filling, "autosave", "company"), seen(turnover="1,36 MDH"), page=page).json
    wrong = client.send(path(filling, "autosave", "company"), seen(jobs="1,5"), page=page).json

    assert good["read"] == {"turnover": "Read as 1,360,000 dirhams (1.36 MDH)."}
    assert good["errors"] == {}
    assert wrong["errors"] == {"jobs": "Write a whole number, for example 12."}
    assert filling.one.answers == {"turnover": {"typed": "1,36 MDH"}, "jobs": {"typed": "1,5"}}


def test_what_cannot_be_read_is_mended_before_sending(client, filling):
    filling.save(turnover="1,5")

    check = client.get(path(filling, "check")).text
    sent = client.send(path(filling, "check"), {"row_version": version(client, filling)})

    assert "To be mended before sending" in check
    assert f"/en/returns/{filling.one.id}/company?back=check#turnover" in check
    assert sent.status_code == 422
    assert figures() == {}


def test_an_answer_changed_since_the_check_is_told(client, filling):
    filling.save(active="yes")
    old = version(client, filling)
    filling.save(jobs="3")

    answer = client.send(path(filling, "check"), {"row_version": old})

    assert answer.status_code == 409
    assert "changed an answer" in answer.text


def test_a_double_click_sends_once_and_shows_the_receipt(client, filling):
    filling.save(active="yes", jobs="12")
    posted = {"row_version": version(client, filling)}

    first = client.send(path(filling, "check"), posted)
    second = client.send(path(filling, "check"), posted, page=path(filling))

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(figures()) == 2
    receipt = client.get(path(filling)).text
    assert "Your figures are sent" in receipt
    assert "Received on" in receipt
    assert client.get(path(filling, "company")).status_code == 303
    assert client.get(path(filling, "check")).status_code == 303


def test_what_was_sent_opens_again_until_the_campaign_closes(client, filling):
    filling.save(active="yes")
    filling.send()

    client.send(path(filling, "reopen"), page=path(filling))
    assert filling.one.state is ReturnState.BEGUN
    filling.send()
    with transaction():
        close_campaign(campaign_id=filling.campaign.id, actor=filling.lead)

    assert "Open again to correct" not in client.get(path(filling)).text
    assert client.send(path(filling, "reopen"), page=path(filling)).status_code == 409


def test_a_closed_campaign_says_so(client, filling):
    with transaction():
        close_campaign(campaign_id=filling.campaign.id, actor=filling.lead)

    assert "This campaign is closed" in client.get(path(filling)).text
    assert client.get(path(filling, "company")).status_code == 303


def test_the_wish_about_reminders_is_kept(client, filling):
    page = path(filling, "company")

    assert client.send(path(filling, "reminders"), {"often": "never"}, page=page).status_code == 303
    assert often(filling.startup.id) == "never"
    assert client.send(path(filling, "reminders"), {"often": "daily"}, page=page).status_code == 422


def test_strangers_find_nothing_and_readers_may_not_fill(sign_in, filling):
    stranger, reader = make_person(Role.APPLICANT), make_person(Role.APPLICANT)
    make_startup(owner=stranger)
    save(Membership(startup_id=filling.startup.id, person_id=reader.id, role=MemberRole.VIEWER))

    for more in ((), ("company",), ("check",)):
        assert sign_in(stranger).get(path(filling, *more)).status_code == 404
        assert sign_in(reader).get(path(filling, *more)).status_code == 403
    assert sign_in(filling.owner).get(path(filling, "nowhere")).status_code == 404


def test_nobody_finds_the_return_of_a_draft(sign_in, filling):
    from app.outcomes.models import Return

    draft = make_campaign()
    hidden = save(Return(campaign_id=draft.id, startup_id=filling.startup.id, starts_on=BEFORE[0], ends_on=BEFORE[1]))

    assert sign_in(filling.owner).get(f"/en/returns/{hidden.id}").status_code == 404


def test_what_a_signed_out_person_typed_is_kept_for_after_the_sign_in(app, sign_in, filling):
    signed_out = app.test_client()
    page = path(filling, "company")

    told = signed_out.post(path(filling, "autosave", "company"), data=seen(jobs="12"))
    held = signed_out.post(page, data=seen(jobs="12"))
    with signed_out.session_transaction() as session:
        kept = session["held"]
    later = sign_in(filling.owner)
    with later.session_transaction() as session:
        session["held"] = kept

    assert told.status_code == 401
    assert held.status_code == 303
    assert 'value="12"' in later.get(page).text


def test_a_page_whose_token_is_too_old_is_shown_again(client, filling):
    answer = client.post(path(filling, "company"), data=seen(jobs="12"))

    assert answer.status_code == 303
    assert 'value="12"' in client.get(answer.location).text
    assert filling.one.answers == {}


def test_a_page_costs_few_statements(client, filling, count_statements):
    page = path(filling, "company")
    client.get(page)

    with count_statements() as statements:
        client.get(page)

    assert len(statements) <= 4


def test_what_is_typed_in_a_stale_tab_stays_in_view(client, filling):
    page = path(filling, "company")
    client.send(page, seen(active="yes", turnover="900 000"))
    filling.send()

    late = client.send(page, seen(active="yes", turnover="950 000"), page="/en/applications")

    assert late.status_code == 409
    assert "The figures are sent. Open them again to change them." in late.text
    assert 'value="950 000"' in late.text
    assert f'href="{path(filling)}"' in late.text


def test_a_document_is_added_seen_and_taken_away(client, filling):
    filling.save(active="yes")
    page = path(filling, "evidence")
    files = {"file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "bilan.pdf")}

    refused = client.send(page, {"file": (io.BytesIO(b"not a pdf"), "bilan.pdf")})
    added = client.send(page, files)
    check = client.get(path(filling, "check")).text
    fetched = client.get(path(filling, "evidence", "file"))
    removed = client.send(page, {"remove": "1"})

    assert (refused.status_code, added.status_code, removed.status_code) == (422, 303, 303)
    assert "This is not a complete PDF. Export the document as PDF and try again." in refused.text
    assert "bilan.pdf" in check
    assert fetched.data == b"%PDF-1.4\n%%EOF\n"
    assert client.get(path(filling, "evidence", "file")).status_code == 404


def test_strangers_and_readers_get_no_document(sign_in, filling):
    reader = make_person(Role.APPLICANT)
    save(Membership(startup_id=filling.startup.id, person_id=reader.id, role=MemberRole.VIEWER))

    assert sign_in(make_person(Role.APPLICANT)).get(path(filling, "evidence")).status_code == 404
    assert sign_in(reader).get(path(filling, "evidence")).status_code == 403


def test_the_day_of_a_round_is_asked_in_the_period(client, filling):
    page = client.get(path(filling, "money")).text

    assert "for example 31/12/2025" in page
    assert "Date of the round <span" not in page


def test_countries_are_shown_back_with_what_was_not_recognised(client, filling):
    client.send(
        path(filling, "growth"), seen(*GROWTH[2:], customers_abroad="3", customers_countries="France 2, Wakanda 1")
    )

    check = client.get(path(filling, "check")).text

    assert "Read as France 2. Not recognised: \u2068Wakanda 1\u2069." in check
