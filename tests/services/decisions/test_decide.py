import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db, savepoint, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.decisions import queries, seats
from app.decisions.models import Decision
from app.decisions.services.decide import Verdict, decide
from app.decisions.services.undo import undo
from app.decisions.states import DecisionKind
from app.programmes.models import Opening
from app.programmes.states import SiteState
from tests.factories import make_application, make_call, make_person
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk():
    return Desk(make_call(seats=1))


def test_a_yes_takes_a_seat_and_tells_nobody(desk):
    application = desk.file()

    desk.decide(application)

    db.session.expire_all()
    assert (application.stage, application.shown) == ("decided", "nothing")
    assert db.session.get(Opening, desk.openings[0].id).seats_taken == 1
    assert queries.released_decision(application) is None


def test_a_full_opening_refuses(desk):
    desk.decide(desk.file())

    with pytest.raises(Conflict, match="No seat"):
        desk.decide(desk.file())
    assert seats.disagreements() == []


def test_the_database_itself_keeps_seats_within(desk):
    with pytest.raises(sa.exc.IntegrityError), savepoint():
        db.session.execute(sa.update(Opening).where(Opening.id == desk.openings[0].id).values(seats_taken=2))


def test_changing_ones_mind_moves_the_seat(desk):
    application = desk.file()
    desk.decide(application)
    desk.decide(application, opening=desk.openings[1])
    desk.decide(application, DecisionKind.REJECT)

    db.session.expire_all()
    assert [opening.seats_taken for opening in desk.openings] == [0, 0]
    assert queries.in_force(application.id).kind is DecisionKind.REJECT
    assert db.session.query(Decision).count() == 3


def test_undo_is_free_before_publication(desk):
    application = desk.file()
    desk.decide(application)

    with transaction():
        undo(application_id=application.id, actor=desk.lead)

    db.session.expire_all()
    assert application.stage == "under_review"
    assert queries.in_force(application.id) is None
    with pytest.raises(Conflict), transaction():
        undo(application_id=application.id, actor=desk.lead)


@pytest.mark.parametrize(
    ("verdict", "field"),
    [
        (Verdict(DecisionKind.REJECT), "reason_code"),
        (Verdict(DecisionKind.REJECT, reason_code="nonsense"), "reason_code"),
        (Verdict(DecisionKind.ACCEPT), "opening"),
    ],
)
def test_what_a_decision_needs(desk, verdict, field):
    application = desk.file()

    with pytest.raises(InvalidInput) as caught, transaction():
        decide(application_id=application.id, actor=desk.lead, verdict=verdict)
    assert caught.value.field == field


def test_a_redirect_goes_somewhere_else(desk):
    application = desk.file()

    with pytest.raises(InvalidInput, match="asked for this place"):
        desk.decide(application, DecisionKind.REDIRECT, opening=desk.openings[0])
    assert desk.decide(application, DecisionKind.REDIRECT).opening_id == desk.openings[1].id


def test_who_decides(desk):
    application = desk.file()
    verdict = Verdict(DecisionKind.ACCEPT, desk.openings[0].id)

    with pytest.raises(NotAllowed), transaction():
        decide(application_id=application.id, actor=make_person(Role.STAFF), verdict=verdict)
    with pytest.raises(NotFound), transaction():
        decide(application_id=application.id, actor=make_person(Role.REVIEWER), verdict=verdict)


def test_an_own_application_is_not_there_for_its_lead(desk):
    application = make_application(actor=desk.lead, call=desk.call)

    with pytest.raises(NotFound):
        desk.decide(application)


@pytest.mark.parametrize(("state", "words"), [(SiteState.PLANNED, "not open yet"), (SiteState.PAUSED, "is paused")])
@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.WAITLIST, DecisionKind.REDIRECT])
def test_nobody_is_placed_at_a_site_that_is_not_open(desk, state, words, kind):
    application = desk.file()
    opening = desk.openings[1 if kind is DecisionKind.REDIRECT else 0]
    desk.set_site(state, opening)

    with pytest.raises(Conflict, match=words) as caught:
        desk.decide(application, kind, opening=opening)

    assert caught.value.field == "opening"
    assert queries.in_force(application.id) is None
    assert opening.seats_taken == 0
