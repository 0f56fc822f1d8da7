"""Why, or why not, this place: one opening of the call in full, beside the first place."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.applications import queries
from app.core.errors import NotFound
from app.matching import explain
from app.programmes import queries as programmes
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.applicant.fit_page import standing
from app.web.public.moments import place_label


@bp.get("/applications/<uuid:application_id>/fit/<uuid:opening_id>")
@signed_in
def fit_of(application_id: uuid.UUID, opening_id: uuid.UUID) -> ResponseReturnValue:
    if asked := request.args.get("place"):
        return redirect(url_for(".fit_of", application_id=application_id, opening_id=_identifier(asked)), 303)
    application, _membership = queries.for_member(application_id, me().id)
    openings = programmes.openings(application.call_id, rules=True)
    shown = standing(application, queries.answers(application.id), openings, opening_id)
    return render_template(
        "applicant/fit_of.html",
        application=application,
        it=shown,
        places=[(str(one.id), place_label(one)) for one in openings],
        disclaimer=explain.disclaimer(),
    )


def _identifier(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound from error
