import pytest
import sqlalchemy as sa

from app.core import audit
from app.core.audit import AuditEvent, AuditHead
from app.core.db import db, savepoint, transaction
from tests.factories import make_person


@pytest.fixture
def person():
    person = make_person()
    with transaction():
        for number in range(4):
            audit.record("person.edit", actor=person, subject=person, before=number, after=number + 1)
    return person


def _tamper(statement):
    """Change the table behind the triggers' back."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
        db.session.execute(statement)
        db.session.execute(sa.text("ALTER TABLE audit_event ENABLE TRIGGER ALL"))
        return
    for name in ("update", "delete"):
        db.session.execute(sa.text(f"DROP TRIGGER audit_event_no_{name}"))
    db.session.execute(statement)


def test_events_form_a_chain(person):
    events = audit.history(person.id)

    assert [event.after for event in events] == [4, 3, 2, 1]
    assert events[0].previous == events[1].hash
    assert list(audit.verify()) == []


def test_no_commit_no_trace(person):
    before = db.session.scalars(sa.select(AuditHead.seq)).one()

    with pytest.raises(RuntimeError), transaction():
        audit.record("person.edit", actor=person, subject=person)
        raise RuntimeError

    assert db.session.scalars(sa.select(AuditHead.seq).execution_options(populate_existing=True)).one() == before


@pytest.mark.parametrize("words", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_the_trace(person, words):
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), savepoint():
        db.session.execute(sa.text(words))


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("changed", lambda seq: sa.update(AuditEvent).where(AuditEvent.seq == seq).values(reason="forged")),
        ("removed", lambda seq: sa.delete(AuditEvent).where(AuditEvent.seq == seq)),
    ],
)
def test_a_changed_or_removed_event_is_found(person, what, change):
    seq = audit.history(person.id)[1].seq
    _tamper(change(seq))
    db.session.expire_all()

    assert any(one.what == what and one.seq == seq for one in audit.verify())


def test_an_inserted_event_is_found(person):
    last = audit.history(person.id)[0]
    row = {column.name: getattr(last, column.name) for column in AuditEvent.__table__.columns}
    row |= {"seq": last.seq + 1, "previous": last.hash, "hash": "f" * 64}
    db.session.execute(sa.insert(AuditEvent).values(**row))

    assert {one.what for one in audit.verify()} >= {"changed", "inserted at the end"}


def test_a_removed_end_is_found(person):
    seq = audit.history(person.id)[0].seq
    _tamper(sa.delete(AuditEvent).where(AuditEvent.seq == seq))

    assert [one.what for one in audit.verify()] == ["removed at the end"]
