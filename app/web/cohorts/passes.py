"""Digital nomads' passes at a site, by month: sold and cancelled."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cohorts import policy, stays, waiting
from app.cohorts.services.sell_pass import cancel_pass, sell_pass
from app.cohorts.states import PassKind
from app.cohorts.terms import last_day
from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import long_date
from app.programmes.models import Site
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp
from app.web.cohorts.forms import PassForm
from app.web.cohorts.sites import readable, site_of


def _month(text: str) -> date:
    """The first day of “2026-11”; of the running month for anything else."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1) if 2020 <= year <= 2100 else today().replace(day=1)
    except ValueError:
        return today().replace(day=1)


def _form() -> PassForm:
    form = PassForm.from_request(data={"starts_on": today()})
    form.kind.choices = [(key, _(label) if label else _("Choose")) for key, label in form.kind.choices]
    return form


@bp.route("/team/passes", methods=["GET", "POST"])
@bp.route("/team/sites/<key>/passes", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def passes(key: str | None = None) -> ResponseReturnValue:
    """Names of holders are shown to who runs the site only."""
    sites, form = [one for one in readable(me()) if policy.can_run_site(me(), one.id)], _form()
    site = site_of(me(), sites, key)
    if not policy.can_run_site(me(), site.id):
        raise NotAllowed
    if form.submitted_and_valid():
        try:
            with transaction():
                sold = sell_pass(
                    actor=me(), site_id=site.id, kind=PassKind(form.kind.data),
                    starts_on=cast(date, form.starts_on.data), holder_name=form.holder_name.data or "",
                    holder_email=form.holder_email.data or "", pass_id=form.made_id(), beyond=form.beyond.data,
                )  # fmt: skip
            until = long_date(sold.ends_on)
            flash(_("The pass of %(name)s is valid until %(day)s.", name=sold.holder_name, day=until))
            return redirect(url_for(".passes", key=site.key, month=f"{sold.starts_on:%Y-%m}"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(site, sites, form)


def _page(site: Site, sites: list[Site], form: PassForm) -> ResponseReturnValue:
    first = _month(request.args.get("month", ""))
    last = last_day(first, 1)
    day, taken = stays.fullest(site.id, first, last)
    page = render_template(
        "cohorts/passes.html",
        site=site,
        sites=sites,
        form=form,
        first=first,
        months=_around(first),
        page=waiting.passes(site.id, first, last, cursor=request.args.get("cursor")),
        fullest=day,
        taken=taken,
        to=lambda cursor: url_for(".passes", key=site.key, month=f"{first:%Y-%m}", cursor=cursor),
    )
    return page, 422 if form.problems() else 200


def _around(first: date) -> list[tuple[str, date]]:
    """The month before, this one and the three next ones, for the chips."""
    number = first.year * 12 + first.month - 1
    days = [date(one // 12, one % 12 + 1, 1) for one in range(number - 1, number + 4)]
    return [(f"{day:%Y-%m}", day) for day in days]


@bp.post("/team/passes/<uuid:pass_id>/cancel")
@require_role(*TEAM, limited=True)
def pass_cancel(pass_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        sold = cancel_pass(actor=me(), pass_id=pass_id)
    flash(_("The pass is cancelled."))
    site = next((one for one in readable(me()) if one.id == sold.site_id), None)
    return redirect(url_for(".passes", key=site.key if site else None, month=f"{sold.starts_on:%Y-%m}"), 303)
