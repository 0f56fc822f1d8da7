"""Menus per audience, from the same rights as the pages."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.roles import TEAM, Role
from app.core.i18n import N_
from app.web.access import is_signed_in, me


@dataclass(frozen=True, slots=True)
class Entry:
    endpoint: str
    label: str
    seen_by: Callable[[Person], bool]
    section: str


PUBLIC = (
    Entry("public.programmes", N_("Programmes"), lambda p: True, "public.programme"),
    Entry("public.sites", N_("Sites"), lambda p: True, "public.site"),
    Entry("public.calls", N_("Open calls"), lambda p: True, "public.call"),
    Entry("public.events", N_("Events"), lambda p: True, "public.event public.registration public.certificate"),
)
PRIVATE = (
    Entry("applicant.dashboard", N_("My applications"), lambda p: p.has(Role.APPLICANT) or not p.grants, "applicant."),
    Entry("reviewer.queue", N_("To review"), lambda p: p.has(Role.REVIEWER), "reviewer."),
    Entry("staff.inbox", N_("Applications"), lambda p: p.has(*TEAM), "staff.inbox staff.application staff.assign"),
    Entry("staff.decisions", N_("Decisions"), lambda p: p.has(*TEAM), "staff.decisions staff.batch staff.seats"),
    Entry(
        "staff.feedback",
        N_("Remarks"),
        lambda p: p.has(Role.STAFF, Role.LEAD) and not p.has(Role.ADMIN),  # admins have a full menu: a link in the list
        "staff.feedback",
    ),
    Entry("cohorts.editions", N_("Cohorts"), lambda p: p.has(*TEAM), "cohorts."),
    Entry("followup.startups", N_("Follow-up"), lambda p: p.has(*TEAM), "followup."),
    Entry("events.events", N_("Events"), lambda p: p.has(*TEAM), "events."),
    Entry("staff.outbox", N_("Outbox"), lambda p: p.has(*TEAM), "staff.outbox staff.message"),
    Entry("board.dashboard", N_("Dashboard"), lambda p: p.has(Role.DIRECTOR, Role.LEAD, Role.ADMIN), "board."),
    Entry("matcher.versions", N_("Matcher"), lambda p: p.has_everywhere(Role.ADMIN), "matcher."),
    Entry("matcher.fairness", N_("Fairness"), lambda p: p.has(Role.DIRECTOR) and not p.has(Role.ADMIN), "matcher."),
    Entry("partner.home", N_("Cohorts"), lambda p: p.has(Role.PARTNER) and not p.has(*TEAM), "partner."),
    Entry("manager.settings", N_("Settings"), lambda p: p.has_everywhere(Role.ADMIN), "manager."),
)


def menu() -> list[tuple[str, str, bool]]:
    """(address, label, current?) for the person who reads, or the public ones."""
    person = me() if is_signed_in() else None
    entries = [entry for entry in PRIVATE if person is not None and entry.seen_by(person)]
    if person is None or person.has(Role.APPLICANT) or not person.grants:
        entries += PUBLIC
    here = request.endpoint or ""
    current = next((e for e in entries if any(here.startswith(part) for part in e.section.split())), None)
    return [(url_for(entry.endpoint), _(entry.label), entry is current) for entry in entries]


def home_of(person: Person) -> str:
    """Where a person lands after signing in: the first page of their main role."""
    order = (
        (Role.LEAD, "staff.decisions"),
        (Role.STAFF, "staff.inbox"),
        (Role.ADMIN, "manager.settings" if person.has_everywhere(Role.ADMIN) else "staff.inbox"),
        (Role.REVIEWER, "reviewer.queue"),
        (Role.DIRECTOR, "board.dashboard"),
        (Role.PARTNER, "partner.home"),
    )
    return next((endpoint for role, endpoint in order if person.has(role)), "applicant.dashboard")
