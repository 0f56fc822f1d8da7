import subprocess
import sys
import time

import pytest

from app.core.db import db, transaction
from app.core.errors import NotFound, Unavailable
from app.files import queries, storage
from app.files.models import ScanState, StoredFile
from app.files.services.remove import remove
from app.files.services.store import clean_name, discarded_on_fault, keep_pdf, store
from tests.architecture.source import ROOT
from tests.factories import make_person
from tests.services.applications.test_attach_file import PDF


def _store(name="x.pdf", content=PDF):
    with transaction():
        return store(keep_pdf(content=content, name=name, limit=10_000, field="deck"), actor=make_person())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\présentation.pdf", "présentation.pdf"),
        ("عرض المشروع.pdf", "عرض المشروع.pdf"),
        ("ⴰⵙⵏⴼⴰⵔ.pdf", "ⴰⵙⵏⴼⴰⵔ.pdf"),
        ("a\x00b\u202e.pdf", "ab.pdf"),
        ("", "document.pdf"),
        ("n" * 300 + ".pdf", "n" * 190 + ".pdf"),
    ],
)
def test_a_name_is_data_only(typed, kept):
    assert clean_name(typed) == kept


def test_a_full_disk_is_said_and_leaves_nothing(monkeypatch):
    def full(key, content):
        raise Unavailable

    monkeypatch.setattr(storage, "put", full)

    with pytest.raises(Unavailable, match="could not be stored"):
        _store()
    assert db.session.query(StoredFile).count() == 0


def test_a_content_whose_row_cannot_be_written_is_taken_out_again():
    kept = keep_pdf(content=PDF, name="x.pdf", limit=10_000, field="deck")

    with pytest.raises(RuntimeError), discarded_on_fault(kept), transaction():
        store(kept, actor=make_person())
        raise RuntimeError

    assert storage.size(kept.storage_key) is None


def test_a_disk_that_fills_while_a_file_is_written_keeps_nothing_of_it(tmp_path):
    """A limit on file sizes cuts the writing where a full disk would."""
    script = f"""
import resource
from app.core.errors import Unavailable
from app.files import storage
storage.connect("file://{tmp_path}")
storage.put("ab/small", b"x")
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    storage.put("ab/large", b"x" * 1_000_000)
except Unavailable:
    print("refused", storage.size("ab/large"))
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert "refused None" in told
    assert [path.name for path in (tmp_path / "ab").iterdir()] == ["small"]


def test_a_bucket_that_is_away_is_said_within_seconds(monkeypatch):
    for name, value in (
        ("AWS_ENDPOINT", "http://127.0.0.1:9"), ("AWS_ALLOW_HTTP", "true"), ("AWS_REGION", "x"),
        ("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "x"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    before = list(storage._store)
    storage.connect("s3://wijha-away")
    began = time.monotonic()
    try:
        for question in (lambda: storage.put("a", b"x"), lambda: list(storage.get("a")), lambda: storage.size("a")):
            with pytest.raises(Unavailable):
                question()
    finally:
        storage._store[:] = before
    assert time.monotonic() - began < 30


def test_a_removed_or_suspect_file_is_not_served():
    file, suspect = _store(), _store()
    with transaction():
        remove(file=db.session.merge(file), actor=make_person())
        db.session.merge(suspect).scan = ScanState.SUSPECT

    for one in (file, suspect):
        with pytest.raises(NotFound):
            queries.get(one.id)


def test_the_store_answers_for_what_is_gone():
    key = storage.new_key()
    storage.put(key, b"abc")
    assert storage.size(key) == 3
    storage.delete(key)

    assert storage.size(key) is None
    with pytest.raises(NotFound):
        list(storage.get(key))
