import pytest

from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotFound
from app.files import queries, storage
from app.files.models import ScanState
from app.files.services.remove import remove
from app.files.services.store import clean_name, keep_pdf, store
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
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "put", full)

    with pytest.raises(InvalidInput, match="could not be stored"):
        _store()


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
