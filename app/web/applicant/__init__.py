"""Pages of the applicant: their applications, from the first answer to the reply."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.web.access import is_signed_in, to_sign_in
from app.web.errors import page as refusal

bp = Blueprint("applicant", __name__)

from app.web.applicant import (  # noqa: E402  the views register themselves
    dashboard,  # noqa: F401
    documents,  # noqa: F401
    events,  # noqa: F401
    feedback,
    held,
    members,  # noqa: F401
    offers,  # noqa: F401
    pages,
    recommendation,  # noqa: F401
    returns,
    sending,  # noqa: F401
    sharing,  # noqa: F401
    task_list,  # noqa: F401
    why,  # noqa: F401
)

HELD = ("applicant.page", "applicant.feedback", "applicant.return_page")
"""Pages whose posted words are kept while a signed-out person signs in."""


@bp.before_request
def need_person() -> Any:
    """Nobody enters without an account; what a signed-out person just typed is kept for after the sign-in."""
    if is_signed_in():
        return None
    if request.endpoint in ("applicant.autosave", "applicant.return_autosave"):
        return jsonify(error=_("You are signed out. Sign in in another tab: your text is kept here.")), 401
    if request.endpoint in HELD and request.method == "POST":
        return held.hold()
    return to_sign_in()


@bp.errorhandler(CSRFError)
def page_too_old(error: CSRFError) -> Any:
    """The session ended, or another one began, while the page was open: nothing typed is lost."""
    if not is_signed_in():
        return need_person()
    if request.endpoint == "applicant.page":
        return pages.show_again()
    if request.endpoint == "applicant.feedback":
        return feedback.show_again()
    if request.endpoint == "applicant.return_page":
        return returns.show_again()
    return refusal(400, _("The page was open for too long. Go back, reload it and send again."))


@bp.after_request
def never_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
