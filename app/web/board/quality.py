"""What is missing or odd behind the figures, each with the way to mend it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.outcomes.measures import FUNDING_NAMES
from app.reports import quality as checks
from app.web.access import me, require_role
from app.web.board import bp


@bp.get("/data-quality")
@require_role(Role.STAFF, Role.LEAD, Role.ADMIN)
def quality() -> ResponseReturnValue:
    return render_template(
        "board/quality.html", found=checks.findings(me()), kinds=checks.KINDS, listed=checks.LISTED,
        fundings=FUNDING_NAMES, is_admin=me().has(Role.ADMIN),
    )  # fmt: skip
