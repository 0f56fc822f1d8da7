"""Pages of administrators and directors."""

from flask import Blueprint

bp = Blueprint("manager", __name__)

from app.web.manager import dashboard  # noqa: E402, F401  the views register themselves
@bp.get("/admin")
def settings(): return "x"
