"""Frozen data: kept once, known by its hash, refused when it was changed."""

import uuid
from datetime import date

import pytest

from app.core.db import transaction
from app.core.errors import Conflict
from app.files import storage
from app.matching import labels, queries
from app.matching.labels import Lesson
from app.matching.services import train as training
from app.matching.services.snapshot_data import load_snapshot, snapshot_data
from app.programmes.queries import openings
from ml.data.snapshot import data_hash
from tests.factories import make_application


@pytest.fixture
def lessons(call):
    place = openings(call.id)[0].id
    files = [make_application(call=call) for _ in range(3)]
    return [
        Lesson(one.id, {place: 1.0}, 1.0, date(2026, 3, day), {place: "accepted"}) for day, one in enumerate(files, 1)
    ]


def test_what_was_frozen_comes_back(lessons, admins):
    snapshot = snapshot_data(lessons=lessons, actor=admins[0])

    assert load_snapshot(snapshot) == tuple(labels.samples(lessons))
    assert data_hash(load_snapshot(snapshot)) == snapshot.sha256
    assert (snapshot.number, snapshot.rows, snapshot.made_by_id) == (1, 3, admins[0].id)
    assert (snapshot.first_on, snapshot.last_on) == (date(2026, 3, 1), date(2026, 3, 3))
    assert snapshot.counts == {"accepted": 3, "decided": 3}
    assert snapshot.weights == labels.values()


def test_equal_data_is_kept_once(lessons):
    first = snapshot_data(lessons=lessons)

    assert snapshot_data(lessons=lessons[::-1]).id == first.id
    assert snapshot_data(lessons=lessons[1:]).number == 2
    assert [one.number for one in queries.snapshots()] == [2, 1]


@pytest.mark.parametrize("damage", ["changed", "missing", "other"])
def test_changed_data_is_not_used(lessons, damage):
    snapshot = snapshot_data(lessons=lessons)
    other = snapshot_data(lessons=lessons[1:])
    if damage == "missing":
        storage.delete(snapshot.storage_key)
    elif damage == "other":
        storage.put(snapshot.storage_key, b"".join(storage.get(other.storage_key)))
    else:
        storage.put(snapshot.storage_key, b"x" * 20)

    with pytest.raises(Conflict, match="not what was frozen"):
        load_snapshot(snapshot)


def test_a_version_names_its_data_code_settings_and_labels(lessons, admins, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    version = training.train(lessons=lessons, actor=admins[0], note="essai", settings={"n0": 50})

    extra, snapshot = version.manifest["extra"], queries.snapshots()[0]
    assert version.snapshot_id == snapshot.id
    assert version.manifest["data_hash"] == snapshot.sha256
    assert (extra["snapshot"], extra["decisions"], extra["undecided"]) == (1, 3, 0)
    assert extra["settings"]["n0"] == 50
    assert extra["code"].startswith("0.1.0+")
    assert queries.trained_from([snapshot.id]) == {snapshot.id: [version.number]}


def test_the_invented_beginning_is_frozen_with_the_rest(lessons, call, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 40)

    version = training.train(lessons=lessons)

    snapshot = queries.snapshot(version.snapshot_id)
    assert (snapshot.rows, snapshot.counts["invented"]) == (43, 40)
    assert snapshot.first_on == date(2026, 3, 1)


def test_later_versions_keep_the_settings_in_service(trained, champion, call):
    with transaction():
        row = queries.champion(lock=True)
        row.manifest = {**row.manifest, "extra": {**row.manifest["extra"], "settings": {"n0": 77.0}}}

    assert trained().manifest["extra"]["settings"]["n0"] == 77.0


def test_lessons_of_unknown_files_are_left_out(call):
    assert labels.samples([Lesson(uuid.uuid4(), {}, 1.0, date(2026, 1, 1))]) == []
