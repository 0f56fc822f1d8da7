"""The presentation: sent, refused, removed, downloaded."""

import io

import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.core.db import db
from app.core.errors import Unavailable
from app.files import storage
from app.files.models import StoredFile
from app.web.downloads import disposition
from tests.factories import make_draft, make_person

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


@pytest.fixture
def draft(owner):
    return make_draft(actor=owner)


def path(draft):
    return f"/en/applications/{draft.id}/document/pitch_deck"


def upload(client, draft, content=PDF, name="عرض المشروع.pdf"):
    return client.send(path(draft), {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_pdf_is_received_under_its_own_name(sign_in, owner, draft):
    client = sign_in(owner)

    answer = upload(client, draft)

    assert answer.status_code == 303
    assert "عرض المشروع.pdf" in client.get(path(draft)).text
    assert "عرض المشروع.pdf" in client.get(f"/en/applications/{draft.id}/form/means").text


def test_the_download_is_an_attachment_that_is_never_sniffed(sign_in, owner, draft):
    client = sign_in(owner)
    upload(client, draft)

    answer = client.get(f"/en/applications/{draft.id}/files/pitch_deck")

    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%D8%B9" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["dossier.hta", "dossier.exe", "dossier", "dossier.pdf.js"])
def test_the_served_name_ends_as_the_content_says(sign_in, owner, draft, name):
    client = sign_in(owner)
    upload(client, draft, name=name)
    db.session.query(StoredFile).update({"original_name": name})  # as files of before are named
    db.session.commit()

    answer = client.get(f"/en/applications/{draft.id}/files/pitch_deck")

    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{name}.pdf")


@pytest.mark.parametrize("fault", [Unavailable(), OSError(28, "No space left on device")], ids=["away", "full"])
def test_a_full_disk_is_one_clear_page_and_nothing_is_half_stored(sign_in, owner, draft, monkeypatch, fault):
    def fail(*_args):
        raise fault

    client = sign_in(owner)
    monkeypatch.setattr(storage, "put", fail)
    answer = upload(client, draft)
    monkeypatch.undo()

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "try again" in answer.text.lower()
    assert queries.answers(draft.id).get("pitch_deck") is None
    assert db.session.query(StoredFile).count() == 0
    assert upload(client, draft).status_code == 303


def test_a_download_from_a_store_that_is_away_is_a_page(sign_in, owner, draft, monkeypatch):
    def fail(*_args):
        raise Unavailable

    client = sign_in(owner)
    upload(client, draft)
    monkeypatch.setattr(storage, "get", fail)

    assert client.get(f"/en/applications/{draft.id}/files/pitch_deck").status_code == 503


def test_a_file_that_is_far_too_large_leads_back_to_the_form(sign_in, owner, draft):
    answer = sign_in(owner).post(
        path(draft), data=b"x" * 17 * 1024 * 1024, content_type="multipart/form-data; boundary=b"
    )

    assert answer.status_code == 413
    assert f'href="{path(draft)}"' in answer.text


def test_the_field_says_its_limit_to_the_browser(sign_in, owner, draft):
    page = sign_in(owner).get(path(draft)).text

    assert f'data-most="{15 * 1024 * 1024}"' in page
    assert "js/upload.js" in page


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"MZ not a pdf", "not a complete PDF")])
def test_what_is_no_pdf_is_refused_in_words(sign_in, owner, draft, content, words):
    answer = upload(sign_in(owner), draft, content)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#file"' in answer.text


def test_no_file_is_refused(sign_in, owner, draft):
    assert sign_in(owner).send(path(draft)).status_code == 422


def test_a_file_is_removed(sign_in, owner, draft):
    client = sign_in(owner)
    upload(client, draft)

    client.send(path(draft), {"remove": "1"})

    assert queries.answers(draft.id)["pitch_deck"] is None
    assert client.get(f"/en/applications/{draft.id}/files/pitch_deck").status_code == 404


def test_strangers_and_other_questions_get_404(sign_in, owner, draft):
    upload(sign_in(owner), draft)
    stranger = sign_in(make_person())

    assert stranger.get(path(draft)).status_code == 404
    assert stranger.get(f"/en/applications/{draft.id}/files/pitch_deck").status_code == 404
    assert sign_in(owner).get(f"/en/applications/{draft.id}/document/pitch").status_code == 404
    assert sign_in(owner).get(f"/en/applications/{draft.id}/files/pitch").status_code == 404


def test_names_are_safe_in_the_header():
    assert disposition('a"b\\c.pdf') == "attachment; filename=\"abc.pdf\"; filename*=UTF-8''a%22b%5Cc.pdf"
    assert disposition("عرض.pdf").startswith('attachment; filename="document.pdf"')
