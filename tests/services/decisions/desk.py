"""A decided call in a few words."""

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.decisions.services.decide import Verdict, decide
from app.decisions.services.preview_batch import preview_batch
from app.decisions.services.publish_batch import start_publishing
from app.decisions.states import DecisionKind
from app.programmes.models import Site
from app.programmes.queries import openings
from tests.factories import make_application, make_person, make_reason


class Desk:
    """A lead and a call; what the lead does there."""

    def __init__(self, call):
        self.call, self.lead = call, make_person(Role.LEAD)
        self.openings = openings(call.id)
        make_reason()

    def file(self):
        self.owner = make_person(Role.APPLICANT)
        application = make_application(actor=self.owner, call=self.call)
        application.owner = self.owner
        return application

    def decide(self, application, kind=DecisionKind.ACCEPT, opening=None, **values):
        if kind is DecisionKind.REJECT:
            values = {"reason_code": "stage_early"} | values
        else:
            default = 1 if kind is DecisionKind.REDIRECT else 0
            values = {"opening_id": (opening or self.openings[default]).id} | values
        with transaction():
            return decide(application_id=application.id, actor=self.lead, verdict=Verdict(kind, **values))

    def set_site(self, state, opening=None):
        with transaction():
            db.session.get(Site, (opening or self.openings[0]).site_id).status = state

    def publish(self, *, hold=False):
        with transaction():
            batch = preview_batch(call_id=self.call.id, actor=self.lead, hold_mail=hold)
        with transaction():
            start_publishing(batch_id=batch.id, actor=self.lead, typed_number=sum(batch.counts.values()))
        jobs.run_all()
        db.session.expire_all()
        return batch
