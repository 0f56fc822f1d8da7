"""Pages of the applicant: their applications, from the first answer to the reply."""

from flask import Blueprint, Response

from app.web.access import guard

bp = Blueprint("applicant", __name__)
bp.before_request(guard())

from app.web.applicant import (  # noqa: E402, F401  the views register themselves
    dashboard,
    documents,
    events,
    feedback,
    members,
    offers,
    pages,
    recommendation,
    returns,
    sending,
    sharing,
    task_list,
    why,
)


@bp.after_request
def never_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
