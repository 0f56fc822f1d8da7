"""One startup in an edition: finished, left, or resumed."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.applications.states import Stage
from app.cohorts import policy, queries
from app.cohorts.services.end_participation import complete, leave
from app.cohorts.services.resume_participation import resume_participation
from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.reviews import scope
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp
from app.web.cohorts.forms import EndForm


@bp.route("/team/participations/<uuid:participation_id>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def participation(participation_id: uuid.UUID) -> ResponseReturnValue:
    followed = scope.followed(me())
    found = queries.participation(participation_id, followed)
    edition_id, first = found.edition_id, max(found.starts_on, min(found.edition.ends_on, today()))
    form = EndForm.from_request(data={"on": first})
    if form.submitted_and_valid():
        try:
            with transaction():
                _end(participation_id, form)
            flash(_("The end is noted."))
            return redirect(url_for(".edition", edition_id=edition_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(participation_id, form)


def _end(participation_id: uuid.UUID, form: EndForm) -> None:
    act = {"complete": complete, "leave": leave}.get(form.act.data or "")
    if act is None or form.on.data is None:
        raise InvalidInput(_("Choose one of the two."), field="act")
    act(
        actor=me(), participation_id=participation_id, on=form.on.data, reason=form.reason.data or "",
        scope=scope.followed(me()),
    )  # fmt: skip


@bp.post("/team/participations/<uuid:participation_id>/resume")
@require_role(*TEAM, limited=True)
def participation_resume(participation_id: uuid.UUID) -> ResponseReturnValue:
    form = EndForm()
    try:
        with transaction():
            found = resume_participation(actor=me(), participation_id=participation_id, scope=scope.followed(me()))
        flash(_("The startup takes part again."))
        return redirect(url_for(".edition", edition_id=found.edition_id), 303)
    except Conflict as error:
        form.add_error(error)
    return _page(participation_id, form)


def _page(participation_id: uuid.UUID, form: EndForm) -> ResponseReturnValue:
    found = queries.participation(participation_id, scope.followed(me()))
    file = queries.file_of(found)
    page = render_template(
        "cohorts/participation.html",
        participation=found,
        file=file,
        final=file is not None and file.stage in (Stage.GRADUATED, Stage.EXITED),
        may_run=policy.can_run_site(me(), found.edition.site_id),
        form=form,
    )
    return page, 422 if form.problems() else 200
