"""Two people put a version into service; one click goes back."""

import threading
import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, TransitionNotAllowed
from app.core.jobs import Job
from app.matching import queries
from app.matching.models import ModelVersion
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.promote import promote
from app.matching.services.propose import propose
from app.matching.services.roll_back import roll_back
from app.matching.services.take_back import take_back
from app.matching.services.train import train
from tests.factories import make_application, make_person
from tests.own_application import in_own_application


def states():
    db.session.expire_all()
    return {version.number: version.state.value for version in queries.versions()}


def put_into_service(number, admins):
    with transaction():
        propose(number=number, actor=admins[0], note="Meilleure sur les dossiers d’automne")
    with transaction():
        promote(number=number, actor=admins[1], note="Vu le banc d’essai")


def test_the_first_version_begins_alone_and_no_other_does(champion, trained):
    second = trained()

    with pytest.raises(Conflict), transaction():
        begin(number=second.number)

    assert states() == {champion.number: "champion", second.number: "candidate"}


def test_two_administrators_put_a_version_into_service(champion, trained, admins):
    second = trained()

    put_into_service(second.number, admins)

    assert states() == {champion.number: "retired", second.number: "champion"}
    version = queries.version(second.number)
    assert (version.proposed_by_id, version.promoted_by_id) == (admins[0].id, admins[1].id)
    assert (version.proposal_note, version.promotion_note) == (
        "Meilleure sur les dossiers d’automne", "Vu le banc d’essai",
    )  # fmt: skip
    assert version.proposed_at <= version.promoted_at


def test_nobody_promotes_what_they_proposed(champion, trained, admins):
    second = trained()
    with transaction():
        propose(number=second.number, actor=admins[0], note="x")

    with pytest.raises(Conflict, match="Another administrator"), transaction():
        promote(number=second.number, actor=admins[0], note="x")

    assert states() == {champion.number: "champion", second.number: "proposed"}


def test_the_database_itself_refuses_one_person_twice(champion, trained, admins):
    version = trained()

    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(
            sa.update(ModelVersion)
            .where(ModelVersion.number == version.number)
            .values(proposed_by_id=admins[0].id, promoted_by_id=admins[0].id)
        )


def test_a_candidate_is_not_promoted_without_a_proposal(champion, trained, admins):
    second = trained()

    with pytest.raises(TransitionNotAllowed), transaction():
        promote(number=second.number, actor=admins[1], note="x")

    assert states() == {champion.number: "champion", second.number: "candidate"}


@pytest.mark.parametrize("use_case", [propose, promote])
def test_both_steps_need_an_administrator_and_a_note(use_case, trained):
    version = trained()

    with pytest.raises(NotAllowed), transaction():
        use_case(number=version.number, actor=make_person(Role.LEAD), note="x")
    with pytest.raises(InvalidInput), transaction():
        use_case(number=version.number, actor=make_person(Role.ADMIN), note=" ")


def test_a_proposal_is_taken_back(champion, trained, admins):
    second = trained()
    with transaction():
        propose(number=second.number, actor=admins[0], note="x")
    with pytest.raises(NotAllowed), transaction():
        take_back(number=second.number, actor=make_person(Role.DIRECTOR))

    with transaction():
        take_back(number=second.number, actor=admins[1])

    assert states()[second.number] == "candidate"
    assert queries.version(second.number).proposed_by_id is None


def test_one_click_goes_back_and_never_forward(champion, trained, admins):
    second, third = trained(), trained()
    put_into_service(second.number, admins)
    put_into_service(third.number, admins[::-1])

    with transaction():
        first_step = roll_back(actor=admins[0], number=third.number)
    with transaction():
        second_step = roll_back(actor=admins[0])
    with pytest.raises(Conflict, match="no earlier version"), transaction():
        roll_back(actor=admins[0])

    assert (first_step, second_step) == (second.number, champion.number)
    assert states() == {champion.number: "champion", second.number: "retired", third.number: "retired"}
    assert queries.version(second.number).promoted_by_id == admins[1].id
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "model.roll_back")).first()
    assert (event.actor_id, event.reason) == (admins[0].id, f"back from version {third.number}")


def test_a_second_click_on_an_old_page_goes_back_once(champion, trained, admins):
    second = trained()
    put_into_service(second.number, admins)
    with transaction():
        roll_back(actor=admins[0], number=second.number)

    with pytest.raises(Conflict), transaction():
        roll_back(actor=admins[0], number=second.number)
    with pytest.raises(NotAllowed), transaction():
        roll_back(actor=make_person(Role.LEAD))


def test_a_retired_version_comes_back_through_two_people(champion, trained, admins):
    second = trained()
    put_into_service(second.number, admins)

    put_into_service(champion.number, admins[::-1])

    assert states() == {champion.number: "champion", second.number: "retired"}


def test_a_proposal_taken_back_leaves_the_way_back_open(champion, trained, admins):
    second = trained()
    put_into_service(second.number, admins)
    with transaction():
        propose(number=champion.number, actor=admins[1], note="x")

    with transaction():
        take_back(number=champion.number, actor=admins[0])

    assert states()[champion.number] == "retired"
    with transaction():
        assert roll_back(actor=admins[0]) == champion.number


def test_who_promoted_a_version_may_propose_it_again_and_another_promotes(champion, trained, admins):
    second = trained()
    put_into_service(second.number, admins)
    with transaction():
        roll_back(actor=admins[0])

    put_into_service(second.number, admins[::-1])

    version = queries.version(second.number)
    assert (version.proposed_by_id, version.promoted_by_id) == (admins[1].id, admins[0].id)


def test_new_scores_are_ordered_with_the_promotion(champion, trained, admins, call):
    make_application(call=call)
    second = trained()

    put_into_service(second.number, admins)

    job = db.session.scalars(sa.select(Job).where(Job.kind == "matching.score")).one()
    run = queries.run(uuid.UUID(job.payload["run_id"]))
    assert (run.model_number, run.total, run.job_id) == (second.number, 1, job.id)


def _race():
    """Runs in an application of its own: two administrators promote two versions at the same moment."""
    from tests.factories import make_call

    make_call(openings=2)
    versions = [train(lessons=[], note="x") for _ in range(3)]
    with transaction():
        begin(number=versions[0].number)
    people = [make_person(Role.ADMIN) for _ in range(3)]
    for version in versions[1:]:
        with transaction():
            propose(number=version.number, actor=people[0], note="x")
    return versions, people


def test_two_promotions_at_once_leave_one_version_in_service(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    with in_own_application(tmp_path) as app:
        versions, people = _race()
        ready, answers = threading.Barrier(2), []

        def promote_one(version, person):
            with app.app_context():
                ready.wait()
                try:
                    with transaction():
                        promote(number=version.number, actor=person, note="x")
                    answers.append("promoted")
                except Conflict:
                    answers.append("refused")
                finally:
                    db.session.remove()

        threads = [
            threading.Thread(target=promote_one, args=pair) for pair in zip(versions[1:], people[1:], strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        found = list(states().values())
        assert found.count("champion") == 1
        assert answers.count("promoted") >= 1
        assert len(answers) == 2
