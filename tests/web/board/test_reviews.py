"""The pages of the yearly review: write, agree, freeze, take away."""

import io
import zipfile

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.core.db import db
from app.reports import review
from app.web.board.reviews import status
from tests.factories import make_person

LAST = today().year - 1


@pytest.fixture
def begun(director):
    posted = {"indicator": "regions_covered", "year": str(LAST), "value": "5", "qualifier": "", "source": "Rapport"}
    director.send("/en/figures/published", page="/en/figures", data=posted | {"step": "save"})
    director.send("/en/yearly-reviews", data={"year": str(LAST)})
    return f"/en/yearly-reviews/{LAST}"


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF])
def test_other_roles_may_not_enter(sign_in, begun, role):
    client = sign_in(make_person(role))

    assert [
        client.get(path).status_code for path in ("/en/yearly-reviews", begun, f"{begun}.pdf", f"{begun}.xlsx")
    ] == [403] * 4


def test_a_year_that_is_none_is_refused_beside_its_field(director):
    answer = director.send("/en/yearly-reviews", data={"year": "soon"})

    assert answer.status_code == 422
    assert 'id="year-e"' in answer.text
    assert 'value="soon"' in answer.text


def test_a_review_that_does_not_exist_is_not_there(director):
    assert director.get("/en/yearly-reviews/2010").status_code == 404
    assert director.get("/en/yearly-reviews/2010.pdf").status_code == 404


def test_from_the_first_word_to_the_frozen_document(director, lead, world, begun):
    world.supported(6)
    director.send("/en/figures/freeze", page="/en/figures", data={"year": str(LAST), "review": str(LAST)})
    director.send(f"{begun}/texts", data={"summary-fr": "Une bonne année."})

    director.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(director, begun)})
    lead.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(lead, begun)})
    frozen = director.send(f"{begun}/freeze", page=begun, follow_redirects=True).text

    assert "The review is frozen." in frozen
    assert "Une bonne année." in frozen
    assert "Karima Sefriouati" in frozen
    assert "<bdi>6</bdi>" in frozen
    assert "/agree" not in frozen


def digest_on(client, path):
    import re

    return re.search(r'name="sha256" value="([0-9a-f]{64})"', client.get(path).text)[1]


def test_agreeing_alone_does_not_freeze(director, begun):
    director.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(director, begun)})

    refused = director.send(f"{begun}/freeze", page=begun)

    assert refused.status_code == 409
    assert "Two different people have to agree" in refused.text


def test_an_agreement_to_an_earlier_text_is_said_and_may_be_given_again(director, lead, world, begun):
    for client in (director, lead):
        client.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(client, begun)})
    approved = director.get(begun).text
    world.supported(6)
    director.send("/en/figures/freeze", page="/en/figures", data={"year": str(LAST)})

    page = lead.get(begun).text
    lead.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(lead, begun)})
    between = director.get(begun).text
    director.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(director, begun)})
    frozen = director.send(f"{begun}/freeze", page=begun, follow_redirects=True).text

    assert "Freeze the review" in approved
    assert "agreed to an earlier text on" in page
    assert "They no longer count" in page
    assert "Freeze the review" not in page
    assert "Approved</span>" not in page
    assert between.count("agreed to an earlier text on") == 1
    assert "The review is frozen." in frozen
    assert "earlier text" not in frozen


def test_the_document_says_whether_it_is_approved(app, director, lead, begun):
    def said():
        with app.test_request_context("/en/"):
            found = review.get(LAST)
            return status(found, review.content_of(found))

    draft = said()
    for client in (director, lead):
        client.send(f"{begun}/agree", page=begun, data={"sha256": digest_on(client, begun)})
    db.session.expire_all()

    assert draft.startswith("Draft of")
    assert said().startswith("Approved on")


def test_without_a_figure_the_page_says_to_freeze_first(director):
    director.send("/en/yearly-reviews", data={"year": "2020"})

    page = director.get("/en/yearly-reviews/2020").text

    assert "Freeze the figures first" in page
    assert "/agree" not in page


@pytest.mark.parametrize("end", ["", ".pdf", ".xlsx", "/texts"])
def test_a_year_of_twenty_digits_is_not_there(director, end):
    assert director.get(f"/en/yearly-reviews/99999999999999999999{end}").status_code == 404


def test_a_stale_page_is_not_agreed_to(director, begun):
    answer = director.send(f"{begun}/agree", page=begun, data={"sha256": "0" * 64})

    assert answer.status_code == 409
    assert "Read it again and agree again." in answer.text


def test_a_text_saved_by_another_is_shown_beside_mine(director, lead, begun):
    director.send(f"{begun}/texts", data={"summary-fr": "Le texte de la directrice."})

    answer = lead.send(f"{begun}/texts", data={"summary-fr": "Mon texte."})

    assert answer.status_code == 422
    assert "Mon texte." in answer.text
    assert "Le texte de la directrice." in answer.text
    assert "Somebody changed the same text in the meantime." in answer.text
    assert 'name="seen-summary-fr" value="Le texte de la directrice."' in answer.text


def test_sections_of_two_people_are_merged_after_the_conflict(director, lead, begun):
    director.send(f"{begun}/texts", data={"summary-fr": "De la directrice.", "funding-fr": "Douze tours."})
    mine = {"summary-fr": "De moi.", "exports-fr": "Le tiers exporte."}
    lead.send(f"{begun}/texts", data=mine)
    seen = {"seen-summary-fr": "De la directrice.", "seen-funding-fr": "Douze tours."}
    kept = {"summary-fr": "De la directrice.", "funding-fr": "Douze tours.", "exports-fr": "Le tiers exporte."}

    answer = lead.send(f"{begun}/texts", data=seen | kept, follow_redirects=True)

    assert "The texts are saved." in answer.text
    assert all(words in answer.text for words in ("De la directrice.", "Douze tours.", "Le tiers exporte."))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_files_come_in_the_language_of_the_address(director, begun, language):
    pdf = director.get(f"/{language}/yearly-reviews/{LAST}.pdf")
    book = director.get(f"/{language}/yearly-reviews/{LAST}.xlsx")

    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert f"{LAST}-{language}.pdf" in pdf.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(book.data)).testzip() is None


def test_what_is_missing_is_said(director, begun):
    assert "19 indicators are not frozen for this year and are left out." in director.get(begun).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_reviews(director, count_statements, number):
    for year in range(LAST - number + 1, LAST + 1):
        director.send("/en/yearly-reviews", data={"year": str(year)})

    with count_statements() as statements:
        director.get("/en/yearly-reviews")

    assert len(statements) == 2
