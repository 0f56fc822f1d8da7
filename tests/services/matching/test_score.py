"""Scores of sent applications: in ranges, stopped and gone on with, each application once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.audit import AuditEvent
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed
from app.core.jobs import Job, JobState
from app.matching import queries, scores
from app.matching.models import ApplicationScore, Recommendation
from app.matching.services import transition
from app.matching.services.order_scoring import cancel_scoring, resume_scoring, score_again
from app.matching.services.promote import promote
from app.matching.services.propose import propose
from app.matching.services.score import score_run
from app.matching.states import RunKind, RunState
from ml import scoring
from tests.factories import make_application, make_person


@pytest.fixture
def files(call, champion):
    return [make_application(call=call) for _ in range(5)]


@pytest.fixture
def second(files, trained, admins):
    """Another version, just put into service; its scores are on order."""
    version = trained()
    with transaction():
        propose(number=version.number, actor=admins[0], note="x")
    with transaction():
        promote(number=version.number, actor=admins[1], note="x")
    return version


def run():
    return queries.latest_run(RunKind.SCORING)


def numbers():
    return sorted(db.session.scalars(sa.select(ApplicationScore.model_number)))


def test_a_promotion_scores_every_sent_application_and_rewrites_no_card(second, files, champion):
    jobs.run_all()

    assert numbers() == [second.number] * 5
    assert set(db.session.scalars(sa.select(Recommendation.model_number))) == {champion.number}
    assert (run().state, run().done, run().total) == (RunState.DONE, 5, 5)


def test_a_stored_score_is_the_score_of_the_card(files):
    cards = {one.application_id: one for one in db.session.scalars(sa.select(Recommendation))}
    before = {
        one.application_id: (one.best_opening_id, one.fits) for one in db.session.scalars(sa.select(ApplicationScore))
    }
    with transaction():
        score_again(actor=make_person(Role.ADMIN))
    jobs.run_all()
    assert run().state is RunState.DONE
    db.session.expire_all()

    after = {
        one.application_id: (one.best_opening_id, one.fits) for one in db.session.scalars(sa.select(ApplicationScore))
    }
    assert after == before
    assert {key: one.best_opening_id for key, one in cards.items()} == {key: best for key, (best, _) in after.items()}


def test_a_run_killed_in_the_middle_goes_on_behind_its_last_range(second, monkeypatch):
    written, whole = [], scores.write

    def write(number, ids, fits):
        if len(written) == 2 and not failed:
            failed.append(True)
            raise OSError("the disk is full")
        written.extend(ids)
        whole(number, ids, fits)

    failed = []
    monkeypatch.setattr(scores, "write", write)
    with pytest.raises(OSError, match="disk"):
        score_run(run_id=run().id, progress=lambda share, note: None, size=2)
    assert (run().state, run().problem, run().done) == (RunState.FAILED, "OSError: the disk is full", 2)

    counted = score_run(run_id=run().id, progress=lambda share, note: None, size=2)

    assert counted == 3
    assert len(written) == len(set(written)) == 5
    assert numbers() == [second.number] * 5
    assert (run().state, run().problem) == (RunState.DONE, "")


def test_a_worker_that_dies_leaves_whole_ranges_to_the_next(second):
    """No exception reaches the run: the process is gone, the run still says “running”."""

    def die(share, note):
        raise jobs.LeaseLost

    with pytest.raises(jobs.LeaseLost):
        score_run(run_id=run().id, progress=die, size=2)
    assert (run().state, run().done, numbers().count(second.number)) == (RunState.RUNNING, 2, 2)

    assert score_run(run_id=run().id, progress=lambda share, note: None, size=2) == 3
    assert numbers() == [second.number] * 5


def test_a_failed_run_that_comes_late_writes_over_nothing(second, champion, admins, monkeypatch):
    """Its job waits for another try; meanwhile another version is put into service and scored."""
    old = run()
    with monkeypatch.context() as broken:
        broken.setattr(scores, "write", lambda *_: 1 / 0)
        jobs.run(str(old.job_id))
    assert run().state is RunState.FAILED
    with transaction():
        propose(number=champion.number, actor=admins[0], note="x")
    with transaction():
        promote(number=champion.number, actor=admins[1], note="x")
    jobs.run_all()

    with at(utcnow() + timedelta(hours=1)):
        jobs.run_all()

    assert numbers() == [champion.number] * 5


def test_going_on_with_a_failed_run_leaves_one_job(second, admins, monkeypatch):
    first = run().job_id
    with monkeypatch.context() as broken:
        broken.setattr(scores, "write", lambda *_: 1 / 0)
        jobs.run(str(first))

    with transaction():
        resume_scoring(run_id=run().id, actor=admins[0])

    assert db.session.get(Job, first, populate_existing=True).state is JobState.CANCELLED
    jobs.run_all()
    assert numbers() == [second.number] * 5


def test_progress_is_told_after_each_range(second):
    told = []

    score_run(run_id=run().id, progress=lambda share, note: told.append((share, note)), size=2)

    assert told == [(0.4, "2 / 5"), (0.8, "4 / 5"), (1.0, "5 / 5")]
    assert run().result["seconds"] > 0


def test_a_cancelled_job_cancels_its_run_and_keeps_what_is_written(second):
    def stop(share, note):
        raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        score_run(run_id=run().id, progress=stop, size=2)

    assert (run().state, run().done, numbers().count(second.number)) == (RunState.CANCELLED, 2, 2)


def test_an_administrator_stops_and_goes_on(second, admins):
    job_id = run().job_id
    with pytest.raises(NotAllowed), transaction():
        cancel_scoring(actor=make_person(Role.LEAD))
    with transaction():
        cancel_scoring(actor=admins[0])
    assert db.session.get(Job, job_id, populate_existing=True).state is JobState.CANCELLED
    jobs.run_all()
    assert second.number not in numbers()

    with transaction():
        resume_scoring(run_id=run().id, actor=admins[0])
    jobs.run_all()

    assert numbers() == [second.number] * 5


def test_a_run_of_a_version_that_left_service_is_not_gone_on_with(second, champion, admins):
    old = run().id
    with transaction():
        cancel_scoring(actor=admins[0])
    with transaction():
        propose(number=champion.number, actor=admins[0], note="x")
    with transaction():
        promote(number=champion.number, actor=admins[1], note="x")

    with pytest.raises(Conflict, match="Another version"), transaction():
        resume_scoring(run_id=old, actor=admins[0])


def test_a_new_order_stops_the_one_before(second, admins):
    first = run().id
    with transaction():
        score_again(actor=admins[0])

    states = {one.id: one.state for one in (queries.run(first), run())}
    assert states.pop(first) is RunState.CANCELLED
    assert list(states.values()) == [RunState.WAITING]


def test_without_a_version_or_files_there_is_nothing_to_score(admins, champion):
    with transaction():
        assert score_again(actor=admins[0]) is None


def test_one_who_goes_on_at_once_is_not_stopped_by_the_job_that_was(second, admins, monkeypatch):
    """Stop, then go on, while the first job computes a range: it stops, the next one does what is left."""
    whole, before = scoring.fits, run().job_id

    def stopped_and_resumed(*args):
        monkeypatch.setattr(scoring, "fits", whole)
        with transaction():
            cancel_scoring(actor=admins[0])
        with transaction():
            resume_scoring(run_id=run().id, actor=admins[0])
        with transaction():
            transition.move_run(queries.run(run().id, lock=True), "start")  # by the worker of the next job
        return whole(*args)

    monkeypatch.setattr(scoring, "fits", stopped_and_resumed)
    assert jobs.run(str(before)) is JobState.CANCELLED
    assert run().state is RunState.RUNNING

    assert jobs.run(str(run().job_id)) is JobState.DONE
    assert run().state is RunState.DONE
    assert numbers() == [second.number] * 5


def test_who_ordered_scores_is_written_down(second, admins):
    with transaction():
        score_again(actor=admins[0])

    event = db.session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == "run.order").order_by(AuditEvent.seq.desc()).limit(1)
    ).one()
    assert (event.actor_id, event.subject_id, event.after) == (admins[0].id, str(run().id), {"kind": "scoring"})
