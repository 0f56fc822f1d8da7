import uuid
from datetime import timedelta

import pytest

from app.core.clock import at
from app.core.db import db, transaction
from app.core.jobs import Job
from app.decisions.models import Offer
from app.decisions.services.expire_offers import expire_offer
from tests.factories import make_call
from tests.services.decisions.desk import Desk


@pytest.fixture
def offer():
    desk = Desk(make_call(seats=1))
    desk.decide(desk.file())
    desk.publish()
    return db.session.query(Offer).one()


def _expire(offer_id):
    with transaction():
        return expire_offer(offer_id=offer_id)


def test_an_offer_that_was_given_more_time_sets_its_timer_again(offer):
    timers = db.session.query(Job).filter_by(kind="offer.expire").count()

    assert _expire(offer.id) is False
    assert db.session.query(Job).filter_by(kind="offer.expire").count() == timers + 1


def test_expiring_twice_or_nothing_changes_nothing(offer):
    with at(offer.expires_at + timedelta(seconds=1)):
        assert _expire(offer.id) is True
        assert _expire(offer.id) is False
        assert _expire(uuid.uuid4()) is False
