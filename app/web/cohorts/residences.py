"""Who stays at a site, and one residence: begun, changed, ended."""

import uuid
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cohorts import policy, queries, stays
from app.cohorts.models import HostingRequest, Residence
from app.cohorts.services.begin_residence import FIELDS, Given, begin_residence
from app.cohorts.services.change_residence import change_residence
from app.cohorts.services.end_residence import end_residence
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import localized, long_date
from app.programmes import queries as programmes
from app.programmes.models import Site
from app.reviews import scope
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp, find
from app.web.cohorts.forms import NO_RULE, EndResidenceForm, ResidenceForm
from app.web.cohorts.sites import readable, site_of
from app.web.forms import choices
from app.web.staff.forms import identifier


@bp.get("/team/residences")
@bp.get("/team/sites/<key>/residences")
@require_role(*TEAM, limited=True)
def residences(key: str | None = None) -> ResponseReturnValue:
    sites = readable(me())
    site, when = site_of(me(), sites, key), request.args.get("when", "now")
    when = when if when in stays.WHEN else "now"
    page = stays.page(site.id, when, scope=scope.followed(me()), cursor=request.args.get("cursor"))
    return render_template(
        "cohorts/residences.html",
        site=site,
        sites=sites,
        when=when,
        page=page,
        today=today(),
        taken=stays.fullest(site.id, today(), today())[1],
        may_run=policy.can_run_site(me(), site.id),
        to=lambda cursor: url_for(".residences", key=site.key, when=when, cursor=cursor),
    )


def _form(**kwargs: Any) -> ResidenceForm:
    form = ResidenceForm.from_request(**kwargs)
    for field in (form.kind, form.rent_class):
        field.choices = [(key, _(label) if label else _("Choose")) for key, label in field.choices]
    offered = [(one.id, localized(one.name)) for one in programmes.programmes(published_only=False)]
    form.programme_id.choices = choices([*offered, (NO_RULE, _("None: no longest stay"))], blank=_("Choose"))
    return form


def _request(site: Site, startup_id: uuid.UUID) -> HostingRequest | None:
    """The place on the waiting list that is to be served: the one that the address names, or the startup's own."""
    request_id = identifier(request.args.get("request"))
    if request_id is None:
        return queries.waiting_request(site.id, startup_id)
    found = queries.hosting_request(request_id, find.scope_of(me()))
    if found.site_id != site.id:
        raise NotFound
    return found


@bp.route("/team/sites/<key>/residences/<uuid:startup_id>/new", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def residence_new(key: str, startup_id: uuid.UUID) -> ResponseReturnValue:
    site, startup = site_of(me(), [], key), find.chosen(me(), startup_id)
    if not policy.can_run_site(me(), site.id):
        raise NotAllowed
    served = _request(site, startup_id)
    form = _form(data={"starts_on": today(), "seats": served.seats if served else None})
    if form.submitted_and_valid():
        try:
            with transaction():
                made = begin_residence(
                    actor=me(), site_id=site.id, startup_id=startup_id, place=form.place(), scope=find.scope_of(me()),
                    given=_given(form, served),
                )  # fmt: skip
            flash(_("The residence begins on %(day)s.", day=long_date(made.starts_on)))
            _warn(made)
            return redirect(url_for(".residence", residence_id=made.id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    before = queries.waiting_before(served) if served else 0
    page = render_template(
        "cohorts/residence_new.html", site=site, startup=startup, form=form, served=served, before=before
    )
    return page, 422 if form.problems() else 200


def _given(form: ResidenceForm, served: HostingRequest | None) -> Given:
    return Given(
        residence_id=form.made_id(), request_id=served.id if served else None, beyond=form.beyond.data,
        reason=form.reason.data or "",
    )  # fmt: skip


def _warn(residence: Residence) -> None:
    """What may be a slip is said, never refused: another place on the same days."""
    if _overlaps(residence):
        flash(_("Look again: this startup has another place at this site on some of these days."), "warn")


def _overlaps(residence: Residence) -> bool:
    statement = sa.select(stays.overlapping(Residence)).where(Residence.id == residence.id)
    return bool(db.session.scalar(statement))


@bp.route("/team/residences/<uuid:residence_id>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def residence(residence_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.residence(residence_id, scope.followed(me()))
    form = _form(data=_stored(found))
    if form.submitted_and_valid():
        try:
            with transaction():
                changed = change_residence(
                    actor=me(), residence_id=residence_id, place=form.place(), scope=scope.followed(me()),
                    beyond=form.beyond.data,
                )  # fmt: skip
            flash(_("The residence is saved."))
            _warn(changed)
            return redirect(url_for(".residence", residence_id=residence_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(residence_id, form, EndResidenceForm(data={"on": today()}, prefix="end-"))


@bp.post("/team/residences/<uuid:residence_id>/end")
@require_role(*TEAM, limited=True)
def residence_end(residence_id: uuid.UUID) -> ResponseReturnValue:
    form = EndResidenceForm.from_request(prefix="end-")
    if form.validate():
        try:
            with transaction():
                ended = end_residence(
                    actor=me(), residence_id=residence_id, on=cast(date, form.on.data), reason=form.reason.data or "",
                    scope=scope.followed(me()),
                )  # fmt: skip
            flash(_("The end of the residence is noted."))
            return redirect(url_for(".residences", key=ended.site.key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    found = queries.residence(residence_id, scope.followed(me()))
    return _page(residence_id, _fresh(found), form)


def _fresh(found: Residence) -> ResidenceForm:
    """The form as it stands in the database: another one was posted."""
    form = _form()
    form.process(data=_stored(found))
    return form


def _stored(found: Residence) -> dict[str, Any]:
    return {name: getattr(found, name) for name in FIELDS} | {"programme_id": found.programme_id or NO_RULE}


def _page(residence_id: uuid.UUID, form: ResidenceForm, end: EndResidenceForm) -> ResponseReturnValue:
    found = queries.residence(residence_id, scope.followed(me()))
    problems = form.problems() + end.problems()
    page = render_template(
        "cohorts/residence.html",
        residence=found,
        form=form,
        end=end,
        problems=problems,
        overlaps=_overlaps(found),
        ended=found.end_reason != "",
        today=today(),
        may_run=policy.can_run_site(me(), found.site_id),
    )
    return page, 422 if problems else 200
