"""Rows of what comes after the yes, in a few words."""

import itertools
import uuid
from datetime import date, timedelta

from app.accounts.roles import Role
from app.cohorts.models import Edition, HostingRequest, Participation, Pass, Residence
from app.cohorts.states import HostingState, ParticipationState, PassKind, RentClass, ResidenceKind
from app.core.clock import today, utcnow
from app.partners.models import Partner, PartnerProgramme, Sharing, Subject
from app.startups.models import MemberRole, Membership, Startup
from tests.factories import make_person, make_programme, make_site, save

_numbers = itertools.count(1)


def make_startup(owner=None, **values):
    """A startup with an owner (False: nobody)."""
    startup = save(Startup(id=uuid.uuid4(), **({"name": f"Startup {next(_numbers)}"} | values)))
    if owner is not False:
        person = owner or make_person(Role.APPLICANT)
        save(Membership(id=uuid.uuid4(), startup_id=startup.id, person_id=person.id, role=MemberRole.OWNER))
    return startup


def make_edition(*, programme=None, site=None, **values):
    values = {"starts_on": today() - timedelta(days=30), "ends_on": today() + timedelta(days=150), "name": ""} | values
    programme, site = programme or make_programme(), site or make_site()
    return save(Edition(id=uuid.uuid4(), programme_id=programme.id, site_id=site.id, **values))


def make_participation(edition=None, startup=None, **values):
    edition, startup = edition or make_edition(), startup or make_startup()
    values = {"starts_on": edition.starts_on, "state": ParticipationState.ACTIVE, "reason": ""} | values
    return save(Participation(id=uuid.uuid4(), edition_id=edition.id, startup_id=startup.id, **values))


def make_residence(site=None, startup=None, **values):
    site, startup = site or make_site(), startup or make_startup()
    values = {
        "kind": ResidenceKind.SEATS, "seats": 2, "rent_class": RentClass.STANDARD, "room": "", "end_reason": "",
        "starts_on": today() - timedelta(days=10), "ends_on": None,
    } | values  # fmt: skip
    return save(Residence(id=uuid.uuid4(), site_id=site.id, startup_id=startup.id, **values))


def make_pass(site=None, **values):
    values = {"kind": PassKind.DAY, "holder_name": "Nadia", "holder_email": "", "starts_on": today()} | values
    values.setdefault("ends_on", values["starts_on"])
    return save(Pass(id=uuid.uuid4(), site_id=(site or make_site()).id, **values))


def make_request(site=None, startup=None, **values):
    site, startup = site or make_site(), startup or make_startup()
    values = {
        "seats": 1, "position": next(_numbers), "asked_on": today() - timedelta(days=20), "note": "",
        "state": HostingState.WAITING,
    } | values  # fmt: skip
    return save(HostingRequest(id=uuid.uuid4(), site_id=site.id, startup_id=startup.id, **values))


def make_partner(*programmes, **values):
    n = next(_numbers)
    partner = save(
        Partner(id=uuid.uuid4(), **({"key": f"partner-{n}", "name": f"Partner {n}", "website": ""} | values))
    )
    for programme in programmes:
        save(PartnerProgramme(partner_id=partner.id, programme_id=programme.id))
    return partner


def make_sharing(startup, partner, *subjects, by=None, **values):
    wanted = [subject.value for subject in subjects or tuple(Subject)]
    person = by or make_person(Role.APPLICANT)
    values = {"agreed_at": utcnow(), "agreed_by_id": person.id} | values
    return save(Sharing(id=uuid.uuid4(), startup_id=startup.id, partner_id=partner.id, subjects=wanted, **values))


def day(text):
    """“2026-03-14”."""
    return date.fromisoformat(text)
