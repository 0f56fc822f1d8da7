"""A startup gets a place at a site: found by name, or served from the waiting list."""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts import terms as rules
from app.cohorts.models import Residence
from app.cohorts.room import check_room, last_counted
from app.cohorts.services.plan_announcements import plan_announcements
from app.cohorts.services.transition import move_hosting
from app.cohorts.states import HostingState, RentClass, ResidenceKind
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_, short_date
from app.programmes.models import Programme
from app.startups.models import Startup


@dataclass(frozen=True, slots=True)
class Place:
    """What the team says about a residence."""

    kind: ResidenceKind
    seats: int
    rent_class: RentClass
    starts_on: date
    ends_on: date | None = None
    room: str = ""
    programme_id: uuid.UUID | None = None


FIELDS = ("kind", "seats", "rent_class", "starts_on", "ends_on", "room", "programme_id")


NOTED = N_("This was noted already. Look at the list.")


@dataclass(frozen=True, slots=True)
class Given:
    """How a place is given: `residence_id` is made with the form, so that a double click begins one residence.

    `request_id` is the place on the waiting list that this serves; without it, the startup's own one is.
    `beyond` says that there are more workplaces than the site has; `reason` why others wait on.
    """

    residence_id: uuid.UUID | None = None
    request_id: uuid.UUID | None = None
    beyond: bool = False
    reason: str = ""


def begin_residence(
    *,
    actor: Person,
    site_id: uuid.UUID,
    startup_id: uuid.UUID,
    place: Place,
    scope: queries.Scope,
    given: Given = Given(),
) -> Residence:
    if not policy.can_run_site(actor, site_id):
        raise NotAllowed
    if db.session.scalar(sa.select(Startup.id).where(Startup.id == startup_id, scope)) is None:
        raise NotFound
    queries.lock_site(site_id)
    known = db.session.get(Residence, given.residence_id) if given.residence_id else None
    if known is not None:
        if (known.site_id, known.startup_id) == (site_id, startup_id):
            return known
        raise Conflict(NOTED)
    residence = Residence(id=given.residence_id or uuid.uuid4(), site_id=site_id, startup_id=startup_id, end_reason="")
    put(residence, place)
    with unless_duplicate(NOTED):
        db.session.add(residence)
    check_room(site_id, place.starts_on, last_counted(place.starts_on, place.ends_on), beyond=given.beyond)
    plan_announcements(residence)
    details = {"beyond": True} if given.beyond else None
    audit.record("residence.begin", actor=actor, subject=residence, after=told(residence), details=details)
    _serve(given, residence, actor, scope)
    return residence


def put(residence: Residence, place: Place) -> None:
    """Write the place and what the programme's rule says of it. Raises InvalidInput for days that are too late."""
    if place.ends_on and place.ends_on < place.starts_on:
        raise InvalidInput(N_("The last day cannot be before the first one."), field="ends_on")
    for name in FIELDS:
        setattr(residence, name, getattr(place, name))
    found = _rule(residence)
    for field, last in (("starts_on", place.starts_on), ("ends_on", place.ends_on)):
        if last and found.longest_until and last > found.longest_until:
            raise InvalidInput(
                N_(
                    "The rule of this programme lets the startup stay until %(day)s. Choose that day or an earlier one."
                ),
                field=field,
                day=short_date(found.longest_until),
            )
    residence.startup_terms_until, residence.longest_until = found.startup_terms_until, found.longest_until


def _rule(residence: Residence) -> rules.Terms:
    """Counted from the first of the stays that follow each other, at any site and under any programme.

    Another programme, or none, does not begin the stay anew: hosting is a stay in the network.
    """
    if residence.programme_id is None:
        return rules.Terms()
    programme = db.session.get(Programme, residence.programme_id)
    if programme is None:
        raise NotFound
    others = sa.select(Residence.starts_on, Residence.ends_on).where(
        Residence.startup_id == residence.startup_id, Residence.id != residence.id
    )
    with db.session.no_autoflush:
        first = rules.first_of_stay(residence.starts_on, [(a, b) for a, b in db.session.execute(others)])
    return rules.terms(
        first, residence_months=programme.residence_months, startup_terms_months=programme.startup_terms_months
    )


def told(residence: Residence) -> dict[str, object]:
    """What the trace keeps."""
    names = (*FIELDS, "startup_terms_until", "longest_until", "end_reason")
    values = {name: getattr(residence, name) for name in names}
    return {name: value if isinstance(value, int) else str(value or "") for name, value in values.items()}


def _serve(given: Given, residence: Residence, actor: Person, scope: queries.Scope) -> None:
    """The startup leaves the waiting list of the site; before others, with a reason alone."""
    own = queries.waiting_request(residence.site_id, residence.startup_id)
    request_id = given.request_id or (own.id if own else None)
    if request_id is None:
        return
    request = queries.hosting_request(request_id, scope, lock=True)
    if request.site_id != residence.site_id or request.startup_id != residence.startup_id:
        raise NotFound
    if request.state is not HostingState.WAITING:
        raise Conflict(N_("This startup no longer waits for a place here."))
    before = queries.waiting_before(request)
    if before and not given.reason.strip():
        raise InvalidInput(
            N_("Others come first on the waiting list. Write why this startup gets the place."), field="reason"
        )
    on = max(residence.starts_on, request.asked_on)
    move_hosting(request, "serve", actor=actor, on=on, reason=given.reason.strip() or None)
    request.residence_id = residence.id
