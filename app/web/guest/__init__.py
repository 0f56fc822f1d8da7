"""Pages for board members who come by a signed link: read-only, until its last day, each visit noted."""

import uuid

from flask import Blueprint, current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.core.errors import NotFound
from app.core.i18n import N_, language
from app.mail.render import external
from app.reports import board
from app.reports.models import BoardLink

bp = Blueprint("guest", __name__)
CLOSED = N_("This link is no longer valid. Ask the person who sent it for a new one.")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="board-link")


def token_of(link: BoardLink) -> str:
    return str(_signer().dumps(link.id.hex))


def address_of(link: BoardLink) -> str:
    return external(f"/{language()}/guest/{token_of(link)}")


def link_of(token: str) -> BoardLink:
    """The link of a signed address. The same NotFound, in words, for a forged, expired and revoked one."""
    try:
        return board.usable(uuid.UUID(hex=_signer().loads(token)))
    except (BadSignature, ValueError, TypeError, AttributeError, NotFound) as error:
        raise NotFound(CLOSED) from error


from app.web.guest import pages  # noqa: E402, F401  the views register themselves
