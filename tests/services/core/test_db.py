import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import db, transaction, unless_duplicate
from app.core.errors import Conflict
from tests.factories import make_person


def _names():
    return set(db.session.scalars(sa.select(Person.full_name)))


def test_a_nested_block_joins_the_outer_one():
    person = make_person(full_name="before")

    with pytest.raises(RuntimeError), transaction():
        with transaction():
            person.full_name = "after"
        raise RuntimeError

    assert _names() == {"before"}


def test_changes_outside_a_transaction_are_refused():
    person = make_person(full_name="before")
    person.full_name = "after"

    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass
    db.session.rollback()


def test_a_constraint_decides_a_race_and_becomes_a_sentence():
    make_person(email="a@b.ma")

    with transaction():
        with pytest.raises(Conflict) as caught, unless_duplicate("taken", field="email"):
            db.session.add(Person(email="a@b.ma", fs_uniquifier="x"))
        assert (caught.value.message, caught.value.field) == ("taken", "email")


def test_a_naive_time_cannot_be_stored():
    from datetime import datetime

    with pytest.raises(sa.exc.StatementError, match="naive"):
        make_person(confirmed_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_what_a_failed_part_noted_goes_with_it():
    from app.core import audit, jobs
    from app.core.db import savepoint

    person = make_person()
    with transaction():
        audit.record("person.kept", actor=person, subject=person)
        with pytest.raises(Conflict), savepoint():
            audit.record("person.undone", actor=person, subject=person)
            jobs.enqueue("test.undone")
            raise Conflict("no")

    assert [event.action for event in audit.history(person.id)] == ["person.kept"]
