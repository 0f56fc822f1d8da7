"""What is taken as a PDF, and how what is not one is called."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from app.core.errors import InvalidInput
from app.files.sniff import PDF, check_pdf, end_as_content


def written(user=None, owner=None, algorithm="AES-256"):
    """A PDF of one page, perhaps protected."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if owner:
        writer.encrypt(user, owner, algorithm=algorithm)
    writer.write(buffer)
    return buffer.getvalue()


def office(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x" * 100)
    return buffer.getvalue()


GOOD = written()
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 100
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100
SLIDES = office("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml", "ppt/slides/slide1.xml")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refusal(content, name="deck.pdf"):
    with pytest.raises(InvalidInput) as caught:
        check_pdf(content, limit=10**8, field="deck", name=name)
    return caught.value.message % caught.value.values


@pytest.mark.parametrize(
    "content",
    [
        GOOD, b"\xef\xbb\xbf" + GOOD, b"\r\n junk\r\n" + GOOD, GOOD + b"\x00" * 5000, GOOD + b"\r\n<html>sent by</html>",
        GOOD.replace(b"%%EOF", b""), GOOD.replace(b"startxref\n", b"startxref\n9"),
        GOOD + b"\n%%EOF\n1 0 obj\nendobj\nstartxref\n0\n%%EOF",
    ],
    ids=["whole", "mark", "before", "zeros", "after", "no-end", "wrong-table", "saved-again"],
)  # fmt: skip
def test_what_common_readers_open_is_taken(content):
    assert check_pdf(content, limit=10**8, field="deck") == PDF


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_asks_for_a_password_is_refused_and_one_protected_against_changes_is_not(algorithm):
    assert "asks for a password" in refusal(written("secret", "owner", algorithm))
    assert check_pdf(written("", "owner", algorithm), limit=10**8, field="deck") == PDF


def test_the_word_encrypt_alone_protects_nothing():
    assert check_pdf(GOOD.replace(b"%%EOF", b"% /Encrypt\n%%EOF"), limit=10**8, field="deck") == PDF


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PNG, "deck.pdf", "picture (PNG)"), (JPEG, "photo.jpg", "picture (JPEG)"), (HEIC, "IMG_1.heic", "picture (HEIC)"),
        (SLIDES, "deck.pptx", "slides (PowerPoint)"), (OLD_OFFICE, "deck.ppt", "slides (PowerPoint)"),
        (office("Index/Document.iwa"), "deck.key", "slides (Keynote)"),
        (office("[Content_Types].xml", "word/document.xml"), "plan.docx", "text document (Word)"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "plan.xlsx", "spreadsheet (Excel)"),
    ],
)  # fmt: skip
def test_what_is_chosen_instead_is_called_by_its_name_with_the_way_to_a_pdf(content, name, words):
    told = refusal(content, name)

    assert words in told
    assert "Save as PDF" in told


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_that_arrived_in_part_is_refused(cut):
    assert "not a complete PDF" in refusal(GOOD[: int(len(GOOD) * cut)].replace(b"startxref", b"xxxxxxxxx"))


@given(content=st.binary(max_size=300))
def test_any_content_is_taken_or_refused_in_words(content):
    for one in (content, b"%PDF-1.7 /Encrypt " + content + b"%%EOF"):
        try:
            assert check_pdf(one, limit=10**8, field="deck") == PDF
        except InvalidInput:
            continue


@pytest.mark.parametrize(
    ("name", "served"),
    [("dossier.hta", "dossier.hta.pdf"), ("a.PDF", "a.PDF"), ("عرض", "عرض.pdf"), ("a.pdf.exe", "a.pdf.exe.pdf")],
)
def test_a_name_ends_as_the_content_says(name, served):
    assert end_as_content(name, PDF) == served
