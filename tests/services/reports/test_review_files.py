"""The document as PDF and workbook, in French and Arabic."""

import io
import re
import zipfile
from datetime import date

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.reports import review, review_pdf, review_xlsx
from app.reports.indicators.model import year
from app.reports.services.enter_published import enter_published
from app.reports.services.freeze_figures import freeze_missing
from tests.factories import make_person
from tests.queries.reports.world import World

TEXTS = {"summary": {"fr": "Une année #de [croissance] *forte*.", "ar": "سنة نمو قوية."}, "next": {"fr": "=1+1"}}


@pytest.fixture
def content():
    world, director = World(), make_person(Role.DIRECTOR)
    world.supported(6)
    world.edition(world.develop, world.agadir, date(2025, 9, 1), date(2026, 6, 1))
    world.money(world.supported(1)[0], 100_000, date(2025, 2, 1))
    with transaction():
        freeze_missing(period=year(2025), actor=director)
        enter_published(
            key="funds_raised", period=year(2025), value=60_000_000, actor=director, source="Rapport annuel",
            qualifier="more_than",
        )  # fmt: skip
    return review.build(2025, TEXTS)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pdf_is_tagged_in_its_language(content, language):
    made = review_pdf.render(content, operator="Technopark", language=language, status="Brouillon")

    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert re.search(rb"/Lang ?\(" + language.encode(), made)


def test_what_people_typed_is_text_in_the_pdf(content):
    """A typst command or markup in a paragraph is shown, not run: the same document comes out, only longer."""
    made = review_pdf.render(content, operator="Technopark #panic()", language="fr", status="x")

    assert made.startswith(b"%PDF-")


def test_the_workbook_has_a_sheet_for_each_section(content):
    made = review_xlsx.render(content, language="ar")

    book = zipfile.ZipFile(io.BytesIO(made))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(review.SECTIONS)
    assert 'rightToLeft="1"' in book.read(sheets[0]).decode()


def test_nothing_typed_becomes_a_formula(content):
    book = zipfile.ZipFile(io.BytesIO(review_xlsx.render(content, language="fr")))

    assert not any("<f>" in book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets"))
    assert "=1+1" in book.read("xl/sharedStrings.xml").decode()


def test_a_definition_stands_beside_each_figure(content):
    text = zipfile.ZipFile(io.BytesIO(review_xlsx.render(content, language="en"))).read("xl/sharedStrings.xml").decode()

    assert "Sum of the verified rounds that supported startups received in the period, in dirhams." in text
    assert "As the operator published it; its way of counting is not public." in text
    assert "more than 60 MDH" in text


def test_a_typed_source_keeps_its_direction_in_the_document():
    assert review_pdf.apart("Conseil (2023)") == "\u2068Conseil (2023)\u2069"
    assert review_pdf.apart("") == ""


def test_headings_of_the_workbook_are_words_of_a_workbook(content):
    french = (
        zipfile.ZipFile(io.BytesIO(review_xlsx.render(content, language="fr"))).read("xl/sharedStrings.xml").decode()
    )

    assert ">Commencer<" not in french
    assert ">Numéro<" not in french
    assert ">Premier jour<" in french
