import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.services.attach_file import attach_file, detach_file
from app.core.db import db, transaction
from app.core.errors import InvalidInput
from app.files import storage
from app.files.models import StoredFile
from app.files.services.store import keep_pdf
from tests.factories import make_draft, make_person

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def draft():
    owner = make_person(Role.APPLICANT)
    return make_draft(actor=owner, filled=False), owner


def _attach(draft, content, name="présentation.pdf", limit=1000):
    with transaction():
        kept = keep_pdf(content=content, name=name, limit=limit, field="pitch_deck")
        attach_file(application_id=draft[0].id, actor=draft[1], question_key="pitch_deck", kept=kept)


def test_a_pdf_is_kept_under_a_random_name(draft):
    _attach(draft, PDF, name="../../عرض المشروع.pdf")

    answer = queries.answers(draft[0].id)["pitch_deck"]
    file = db.session.query(StoredFile).one()
    assert (answer["name"], answer["size"]) == ("عرض المشروع.pdf", len(PDF))
    assert "عرض" not in file.storage_key
    assert b"".join(storage.get(file.storage_key)) == PDF


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (PDF + b"x" * 2000, "larger"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a complete PDF"),
        (b"PK\x03\x04 not a pdf", "not a complete PDF"),
        (b"%PDF-1.7 cut", "not a complete PDF"),
    ],
)
def test_anything_else_is_refused_in_words(draft, content, words):
    with pytest.raises(InvalidInput, match=words):
        _attach(draft, content)
    assert "pitch_deck" not in queries.answers(draft[0].id)


def test_a_new_file_replaces_the_one_before(draft):
    _attach(draft, PDF)
    _attach(draft, PDF + b"\n%%EOF", name="v2.pdf")

    files = db.session.query(StoredFile).order_by(StoredFile.size).all()
    assert [file.deleted_at is None for file in files] == [False, True]
    with transaction():
        detach_file(application_id=draft[0].id, actor=draft[1], question_key="pitch_deck")
    assert queries.answers(draft[0].id)["pitch_deck"] is None


def test_a_question_that_is_no_file_refuses(draft):
    with transaction(), pytest.raises(InvalidInput):
        attach_file(
            application_id=draft[0].id,
            actor=draft[1],
            question_key="pitch",
            kept=keep_pdf(content=PDF, name="x.pdf", limit=1000, field="pitch"),
        )
