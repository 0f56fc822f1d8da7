"""Seats and who waits; a lead offers a free seat to the first."""

from app.accounts.roles import Role
from app.applications.states import Stage
from app.core import jobs
from app.core.db import transaction
from app.decisions.services.decide import Verdict, decide
from app.decisions.services.preview_batch import preview_batch
from app.decisions.services.publish_batch import start_publishing
from app.decisions.states import DecisionKind
from tests.factories import make_application, make_call, make_person


def test_the_first_who_waits_gets_the_free_seat(sign_in, lead, places, stage, mailbox):
    call = make_call(openings=1, seats=1)
    first, second = make_application(call=call), make_application(call=call)
    with transaction():
        for application in (first, second):
            verdict = Verdict(DecisionKind.WAITLIST, opening_id=places(call)[0].id)
            decide(application_id=application.id, actor=lead, verdict=verdict)
        batch = preview_batch(call_id=call.id, actor=lead, hold_mail=False)
        start_publishing(batch_id=batch.id, actor=lead, typed_number=2)
    jobs.run_all()
    client = sign_in(lead)
    page = f"/en/team/calls/{call.key}/seats"

    shown = client.get(page).text
    too_early = client.send(f"/en/team/applications/{second.id}/promote", page=page)
    answer = client.send(f"/en/team/applications/{first.id}/promote", page=page)

    assert shown.index(first.reference) < shown.index(second.reference)
    assert shown.count("Offer the free seat") == 1
    assert too_early.status_code == 409
    assert answer.status_code == 303
    assert stage(first) is Stage.OFFERED


def test_staff_sees_no_button(sign_in):
    call = make_call()

    page = sign_in(make_person(Role.STAFF)).get(f"/en/team/calls/{call.key}/seats")

    assert "Nobody waits." in page.text
    assert "Offer the free seat" not in page.text
