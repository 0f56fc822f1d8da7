import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import NotAllowed
from app.core.jobs import Job
from app.decisions.lessons import lessons
from app.decisions.services.order_training import order_training
from app.decisions.states import DecisionKind
from tests.factories import make_call, make_person, make_reason
from tests.services.decisions.desk import Desk


def test_an_admin_orders_a_training():
    with transaction():
        order_training(actor=make_person(Role.ADMIN), note="essai")

    assert db.session.query(Job).filter_by(kind="model.train").count() == 1


def test_nobody_else_does():
    with pytest.raises(NotAllowed), transaction():
        order_training(actor=make_person(Role.LEAD), note="essai")


def test_what_published_decisions_teach():
    desk = Desk(make_call(seats=5))
    make_reason("quality", about_fit=False)
    kinds = [
        (DecisionKind.ACCEPT, {}), (DecisionKind.WAITLIST, {}), (DecisionKind.REDIRECT, {}), (DecisionKind.REJECT, {}),
        (DecisionKind.REJECT, {"reason_code": "quality"}),
    ]  # fmt: skip
    files = [(desk.file(), kind, values) for kind, values in kinds]
    for application, kind, values in files:
        desk.decide(application, kind, **values)
    assert lessons() == []
    desk.publish()

    first, second = desk.openings[0].id, desk.openings[1].id
    found = {lesson.application_id: dict(lesson.labels) for lesson in lessons()}
    assert [found.get(application.id) for application, *_ in files] == [
        {first: 1.0}, {first: 0.6}, {first: 0.0, second: 1.0}, {first: 0.0}, None,
    ]  # fmt: skip
