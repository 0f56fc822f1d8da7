"""Mail that would have been sent, for development and the demo; never registered in production."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.mail import queries
from app.web.access import public

bp = Blueprint("development", __name__, url_prefix="/dev")


@bp.get("/mail")
@public
def mailbox() -> ResponseReturnValue:
    return render_template("public/dev_mail.html", page=queries.outbox(None, size=50))


@bp.get("/mail/<uuid:message_id>")
@public
def message(message_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("public/dev_message.html", message=queries.get(message_id))
