"""A residence that was noted by mistake is removed, with the reason."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cohorts import policy, queries
from app.cohorts.services.remove_residence import remove_residence
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.reviews import scope
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp
from app.web.cohorts.forms import RemoveForm


@bp.route("/team/residences/<uuid:residence_id>/remove", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def residence_remove(residence_id: uuid.UUID) -> ResponseReturnValue:
    found, form = queries.residence(residence_id, scope.followed(me())), RemoveForm.from_request()
    if not policy.can_run_site(me(), found.site_id):
        raise NotAllowed
    key = found.site.key
    if form.submitted_and_valid():
        try:
            with transaction():
                remove_residence(
                    actor=me(), residence_id=residence_id, reason=form.reason.data or "", scope=scope.followed(me())
                )
            flash(_("The residence is removed. The trace keeps what it said."))
            return redirect(url_for(".residences", key=key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    page = render_template("cohorts/residence_remove.html", residence=found, form=form)
    return page, 422 if form.problems() else 200
