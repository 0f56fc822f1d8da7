"""The model in service: read from storage, believed by its hash, swapped while people ask."""

import threading

import pytest
import sqlalchemy as sa

from app import wiring
from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.files import storage
from app.matching import bundles, queries, registry
from app.matching.services import train as training
from app.matching.services import transition
from app.matching.services.begin import begin
from app.matching.services.promote import promote
from app.matching.services.propose import propose
from app.matching.services.recommend import rank
from app.matching.services.train import train
from app.programmes.queries import openings
from tests.factories import make_call, make_person
from tests.own_application import in_own_application

ANSWERS = {"sector": "software", "pitch": "Un logiciel pour les artisans"}


def ranked(call):
    return rank(call.id, "fr", ANSWERS, openings(call.id))


def test_model_and_manifest_lie_in_storage(champion):
    assert storage.size(f"models/v{champion.number:04d}/model.skops")
    assert storage.size(f"models/v{champion.number:04d}/manifest.json")


def test_a_machine_without_copies_fetches_them_once(call, champion):
    folder = bundles.folder_of(champion)
    for path in folder.iterdir():
        path.unlink()
    registry.forget()

    assert ranked(call).model_number == champion.number
    first = (folder / bundles.MODEL).stat()
    registry.forget()
    assert ranked(call).model_number == champion.number
    assert (folder / bundles.MODEL).stat().st_mtime_ns == first.st_mtime_ns


@pytest.mark.parametrize("name", [bundles.MODEL, bundles.MANIFEST])
def test_a_changed_copy_is_refused_and_fetched_anew(call, champion, name):
    path = bundles.fetched(champion) / name
    good = path.read_bytes()
    path.write_bytes(good.replace(good[10:14], b"evil", 1))
    registry.forget()

    assert ranked(call).model_number == champion.number
    assert path.read_bytes() == good


@pytest.mark.parametrize("name", [bundles.MODEL, bundles.MANIFEST])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damaged_files_in_storage_tell_admins_and_leave_applicants_the_rules(call, champion, name, damage):
    key = bundles.key_of(champion, name)
    if damage == "missing":
        storage.delete(key)
    else:
        storage.put(key, b"".join(storage.get(key))[:-2] + b"xx")
    for path in bundles.fetched(champion).iterdir():
        path.unlink()
    registry.forget()

    found = ranked(call)

    assert found.model_number is None
    assert len(found.matches) == 3
    assert f"version {champion.number}" in registry.champion().problem
    with pytest.raises(Conflict), transaction():
        version = queries.version(champion.number)
        transition.move(version, "retire", actor=None)
        propose(number=version.number, actor=make_person(Role.ADMIN), note="x")


def test_when_the_new_version_breaks_the_old_one_goes_on(call, champion, trained, admins):
    second = trained()
    assert ranked(call).model_number == champion.number
    with transaction():
        propose(number=second.number, actor=admins[0], note="x")
    with transaction():
        promote(number=second.number, actor=admins[1], note="x")
    for path in bundles.fetched(second).iterdir():
        path.unlink()
    storage.put(bundles.key_of(second, bundles.MODEL), b"nothing")

    assert ranked(call).model_number == champion.number
    service = registry.champion()
    assert (service.number, f"version {second.number}" in service.problem) == (champion.number, True)


def test_a_broken_version_is_not_read_at_every_request(call, champion, monkeypatch):
    storage.delete(bundles.key_of(champion, bundles.MODEL))
    for path in bundles.fetched(champion).iterdir():
        path.unlink()
    registry.forget()
    asked = []
    whole = storage.get
    monkeypatch.setattr(storage, "get", lambda key: asked.append(key) or whole(key))

    for _ in range(5):
        registry.champion()

    assert len(asked) == 1


def test_the_server_reads_the_model_before_it_forks_and_keeps_no_connection(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    with in_own_application(tmp_path) as app:
        make_call(openings=2)
        version = train(lessons=[], note="x")
        with transaction():
            begin(number=version.number)
        db.session.remove()
        registry.forget()

        wiring.preload(app)

        assert registry._loaded["champion"].service.number == version.number
        assert db.engine.pool.checkedin() == 0


def test_a_start_without_tables_is_not_stopped(tmp_path):
    with in_own_application(tmp_path) as app:
        with transaction() as session:
            session.execute(sa.text("ALTER TABLE model_version RENAME TO gone"))
        db.session.remove()

        wiring.preload(app)

        assert registry._loaded == {}


def test_a_promotion_while_eight_threads_rank_disturbs_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    with in_own_application(tmp_path) as app:
        call, people = make_call(openings=3), [make_person(Role.ADMIN) for _ in range(2)]
        first, second = train(lessons=[], note="x"), train(lessons=[], note="x")
        with transaction():
            begin(number=first.number)
        with transaction():
            propose(number=second.number, actor=people[0], note="x")
        db.session.remove()
        before, after, problems, promoted = [], [], [], threading.Event()
        warm = threading.Barrier(9)

        def ask():
            with app.app_context():
                try:
                    warm.wait()
                    for _ in range(400):
                        late = promoted.is_set()
                        (after if late else before).append(ranked(call).model_number)
                        db.session.remove()
                        if len(after) > 80:
                            break
                except Exception as error:
                    problems.append(repr(error))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        warm.wait()
        with transaction():
            promote(number=second.number, actor=people[1], note="x")
        promoted.set()
        for thread in threads:
            thread.join()

        assert problems == []
        assert set(before) <= {first.number, second.number}
        assert set(after) == {second.number}


def test_the_start_asks_storage_for_nothing(champion, app, monkeypatch):
    """Before the fork only what lies here is loaded; the rest is fetched at the first question."""
    asked = []
    monkeypatch.setattr(storage, "_ask", asked.append)
    registry.forget()
    wiring.preload(app)
    loaded = registry._loaded.get("champion")
    for path in bundles.folder_of(champion).iterdir():
        path.unlink()
    registry.forget()
    wiring.preload(app)

    assert asked == []
    assert loaded is not None
    assert registry._loaded == {}
