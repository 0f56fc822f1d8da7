"""Uploads through gunicorn: too large ones, ones after a start without model copies, and with the bucket away."""

import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.cli.demo.accounts import ROLES
from tests.servers import Server, Visitor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
AWAY = {
    "STORAGE_URL": "s3://wijha-away", "AWS_ENDPOINT": "http://127.0.0.1:9", "AWS_ALLOW_HTTP": "true",
    "AWS_REGION": "x", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
}  # fmt: skip


def open_document(server):
    """Somebody with a draft, and the address of its document page."""
    visitor = Visitor(server, dict(ROLES)["applicant"])
    draft = re.search(r"/en/applications/([0-9a-f-]{36})", visitor.get("/en/applications").text)[1]
    return visitor, f"/en/applications/{draft}/document/pitch_deck"


@pytest.fixture
def beside(server):
    """Starts another server on the same data, with other settings."""
    started = []

    def start(**settings):
        other = Server(server.folder, database=server.environment.get("DATABASE_URL", ""), **settings)
        started.append(other)
        other.start(worker=False)
        return other

    yield start
    for other in started:
        other.stop()


def test_a_file_that_is_far_too_large_is_answered_by_a_page_that_leads_back(server):
    """A browser that still sends when the answer comes shows nothing but a broken connection."""
    visitor, path = open_document(server)

    answer = visitor.send(path, {}, files={"file": ("deck.pdf", PDF + b"x" * 30 * 1024 * 1024)})

    assert answer.status == 413
    assert f'href="{path}"' in answer.text
    assert visitor.get(path).status == 200


def test_every_upload_answers_after_a_start_without_copies_of_the_model(server, beside):
    """What the start had to fetch from storage once left a thread behind that each upload waited for."""
    shutil.rmtree(server.folder / "models", ignore_errors=True)
    visitor, path = open_document(beside())

    with ThreadPoolExecutor(5) as pool:
        began = time.monotonic()
        tries = [pool.submit(visitor.send, path, {}, files={"file": ("deck.pdf", PDF)}) for _ in range(5)]
        statuses = [one.result(timeout=60).status for one in tries]

    assert set(statuses) <= {303, 409}
    assert 303 in statuses
    assert time.monotonic() - began < 30


def test_a_bucket_that_is_away_is_one_clear_page_and_the_rest_goes_on(server, beside):
    visitor, path = open_document(beside(**AWAY))
    before = visitor.get(path).text
    began = time.monotonic()

    answer = visitor.send(path, {}, files={"file": ("other.pdf", PDF)})

    assert answer.status == 503
    assert time.monotonic() - began < 20
    assert "could not be stored" in answer.text
    assert "other.pdf" not in visitor.get(path).text
    assert ("deck.pdf" in before) == ("deck.pdf" in visitor.get(path).text)
    assert visitor.get("/en/").status == 200
