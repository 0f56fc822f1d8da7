"""What is missing or odd behind the figures, each with the way to mend it."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import localized
from app.outcomes.measures import FUNDING_NAMES
from app.programmes import queries as programmes
from app.reports import quality as checks
from app.reviews.scope import startup
from app.startups.services.set_place import set_place
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import PlaceForm

MENDERS = (Role.STAFF, Role.LEAD, Role.ADMIN)


@bp.get("/data-quality")
@require_role(*MENDERS, limited=True)
def quality() -> ResponseReturnValue:
    return render_template(
        "board/quality.html", found=checks.findings(me()), kinds=checks.KINDS, listed=checks.LISTED,
        fundings=FUNDING_NAMES, is_admin=me().has(Role.ADMIN),
    )  # fmt: skip


@bp.route("/data-quality/startups/<uuid:startup_id>", methods=["GET", "POST"])
@require_role(*MENDERS, limited=True)
def quality_place(startup_id: uuid.UUID) -> ResponseReturnValue:
    """The city and region of one startup."""
    found = startup(me(), startup_id)
    form = PlaceForm.from_request(data={"region": found.region_code or "", "city": found.city or ""})
    form.region.choices = {"": _("Choose")} | {one.code: localized(one.name) for one in programmes.regions()}
    if form.submitted_and_valid():
        try:
            with transaction():
                set_place(
                    startup_id=startup_id, region_code=form.region.data or "", city=form.city.data or "", actor=me()
                )
            flash(_("The city is noted."))
            return redirect(url_for(".quality"), 303)
        except InvalidInput as error:
            form.add_error(error)
    return render_template("board/place.html", startup=found, form=form), 422 if form.problems() else 200
