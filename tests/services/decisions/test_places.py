"""A lead of one site gives, takes back and publishes places of that site only."""

import pytest

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed
from app.decisions import queries
from app.decisions.services.decide import Verdict, decide
from app.decisions.services.preview_batch import preview_batch
from app.decisions.services.promote_waitlist import promote_waitlist
from app.decisions.services.publish_batch import start_publishing
from app.decisions.services.reopen import reopen
from app.decisions.services.undo import undo
from app.decisions.states import DecisionKind
from app.reports.services.propose_placement import propose_placement
from tests.factories import grant, make_call, make_draft, make_person, send
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk():
    return Desk(make_call(seats=2))


@pytest.fixture
def neighbour(desk):
    """A lead of the second opening's site; the files wish the first as well."""
    return grant(make_person(), Role.LEAD, site_id=desk.openings[1].site_id)


def wishing_both(desk):
    """A sent file that wishes both places."""
    return send(make_draft(call=desk.call), openings=[one.id for one in desk.openings])


def act(service, **values):
    with transaction():
        return service(**values)


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.WAITLIST, DecisionKind.REDIRECT])
def test_no_place_is_given_at_a_site_of_others(desk, neighbour, kind):
    file = wishing_both(desk)

    with pytest.raises(NotAllowed) as refused:
        act(decide, application_id=file.id, actor=neighbour, verdict=Verdict(kind, opening_id=desk.openings[0].id))
    assert refused.value.field == "opening"
    act(
        decide,
        application_id=file.id,
        actor=neighbour,
        verdict=Verdict(DecisionKind.ACCEPT, opening_id=desk.openings[1].id),
    )
    assert queries.in_force(file.id).opening_id == desk.openings[1].id


def test_a_decision_about_a_place_of_others_stands(desk, neighbour):
    file = wishing_both(desk)
    desk.decide(file)
    here = Verdict(DecisionKind.ACCEPT, opening_id=desk.openings[1].id)

    for service, values in ((decide, {"verdict": here}), (undo, {})):
        with pytest.raises(NotAllowed):
            act(service, application_id=file.id, actor=neighbour, **values)
    desk.publish()
    with pytest.raises(NotAllowed):
        act(reopen, application_id=file.id, actor=neighbour, reason="Autre ville")
    assert queries.in_force(file.id).opening_id == desk.openings[0].id


def test_nobody_is_called_from_a_waiting_list_of_others(desk, neighbour):
    file = wishing_both(desk)
    desk.decide(file, DecisionKind.WAITLIST)
    desk.publish()

    with pytest.raises(NotAllowed):
        act(promote_waitlist, application_id=file.id, actor=neighbour)
    act(promote_waitlist, application_id=file.id, actor=desk.lead)


def test_a_list_to_publish_holds_ones_own_places(desk, neighbour):
    theirs, mine = wishing_both(desk), wishing_both(desk)
    desk.decide(theirs)
    with pytest.raises(Conflict):
        act(preview_batch, call_id=desk.call.id, actor=neighbour)
    desk.decide(mine, opening=desk.openings[1])

    own = act(preview_batch, call_id=desk.call.id, actor=neighbour)
    assert sum(own.counts.values()) == 1
    whole = act(preview_batch, call_id=desk.call.id, actor=desk.lead)
    with pytest.raises(NotAllowed):
        act(start_publishing, batch_id=whole.id, actor=neighbour, typed_number=2)
    act(start_publishing, batch_id=own.id, actor=neighbour, typed_number=1)
    jobs.run_all()
    db.session.expire_all()
    assert (theirs.stage, mine.stage) == ("decided", "offered")


def test_a_proposal_for_every_site_is_not_asked_by_one(desk, neighbour):
    with pytest.raises(NotAllowed):
        act(propose_placement, actor=neighbour, call_id=desk.call.id, method="stable", limits=[])
    act(propose_placement, actor=desk.lead, call_id=desk.call.id, method="stable", limits=[])
