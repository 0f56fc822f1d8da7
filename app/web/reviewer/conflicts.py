"""A reviewer says that they are too close to a startup."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import TextAreaField

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import DomainError, NotFound
from app.core.i18n import N_
from app.reviews import queries
from app.reviews.services.declare_conflict import declare_conflict
from app.web.access import me, require_role
from app.web.forms import BaseForm, Needed
from app.web.reviewer import bp
from app.web.staff.checks import AtMost


class ConflictForm(BaseForm):
    reason = TextAreaField(
        N_("What links you to this startup?"),
        [Needed(N_("Say in a few words what links you to this startup.")), AtMost(2000)],
    )


@bp.route("/reviews/<uuid:application_id>/conflict", methods=["GET", "POST"])
@require_role(Role.REVIEWER, limited=True)
def conflict(application_id: uuid.UUID) -> ResponseReturnValue:
    application = queries.assignment(me(), application_id).application
    form = ConflictForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                declare_conflict(application_id=application_id, actor=me(), reason=form.reason.data or "")
            flash(_("Your conflict of interest is noted. This file is no longer open to you."))
            return redirect(url_for(".queue"), 303)
        except NotFound:
            raise
        except DomainError as error:
            form.add_error(error)
    name = application.reference if application.call.blind else application.startup.name
    status = 422 if request.method == "POST" else 200
    return render_template("reviewer/conflict.html", form=form, application=application, name=name), status
