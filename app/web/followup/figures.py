"""A figure is noted in two steps: typed, then shown back as it was understood."""

import uuid
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.files.services.store import Kept, discarded_on_fault, keep_pdf
from app.outcomes import earlier, outliers, periods, queries
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.outcomes.services.note_figure import Figure, check_figure, note_figure
from app.reviews.scope import followed
from app.startups.models import Startup
from app.web.access import me, require_role
from app.web.errors import words
from app.web.followup import TEAM, bp
from app.web.followup.forms import FigureForm


@bp.route("/team/startups/<uuid:startup_id>/figures/new", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def figure(startup_id: uuid.UUID) -> ResponseReturnValue:
    startup = queries.startup(startup_id, followed(me()))
    form = _form()
    if form.submitted_and_valid() and request.form.get("step") != "change":
        try:
            noted, told = form.figure()
            if request.form.get("step") == "save":
                return _save(startup, form, noted, told)
            standing = queries.figure(startup.id, noted.measure, noted.starts_on, noted.ends_on)
            check_figure(noted, stands=standing is not None, reason=form.reason.data or "")
            return _confirm(startup, form, noted, told)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    standing = _standing(startup.id, form)
    status = 422 if form.problems() else 200
    return render_template("followup/figure.html", startup=startup, form=form, standing=standing), status


def _form() -> FigureForm:
    """The measure and the period may come with the address."""
    args = request.args
    measure = args.get("measure") if args.get("measure") in set(Measure) else Measure.TURNOVER.value
    part = args.get("part") if args.get("part") in set(periods.Part) else periods.Part.YEAR.value
    form = FigureForm.from_request(
        data={"measure": measure, "part": part, "year": args.get("year", str(today().year - 1))[:4], "currency": "MAD"}
    )
    form.offer()
    return form


def _standing(startup_id: uuid.UUID, form: FigureForm) -> Outcome | None:
    """What is noted for the chosen measure and period, if they can be read."""
    try:
        days = form.period()
    except InvalidInput:
        return None
    known = form.measure.data in set(Measure)
    return queries.figure(startup_id, Measure(form.measure.data), *days) if known else None


def _confirm(startup: Startup, form: FigureForm, noted: Figure, told: str, *, problem: str = "") -> ResponseReturnValue:
    value = noted.money.dirhams if noted.money else None
    known = earlier.past([startup.id])
    days = (noted.starts_on, noted.ends_on)
    last = known.before(startup.id, noted.measure, *days)
    values = {measure: one.value for measure in Measure if (one := known.at(startup.id, measure, *days))}
    odd = outliers.odd(values | {noted.measure: value}, {noted.measure: last.value} if last else {}).get(noted.measure)
    page = render_template(
        "followup/figure_confirm.html",
        startup=startup, form=form, noted=noted, told=told, last=last, problem=problem,
        standing=queries.figure(startup.id, noted.measure, noted.starts_on, noted.ends_on),
        asked=outliers.sentence(odd) if odd else "", typed=typed(form),
    )  # fmt: skip
    return page, 422 if problem else 200


def typed(form: Any) -> list[tuple[str, str]]:
    """Everything that was typed, to be carried to the next step; the id of what is made goes beside it."""
    names = [name for name in form._fields if name != "made"]
    return [(name, value) for name in names for value in request.form.getlist(name)]


def _save(startup: Startup, form: FigureForm, noted: Figure, told: str) -> ResponseReturnValue:
    try:
        kept = evidence()
    except InvalidInput as error:
        return _confirm(startup, form, noted, told, problem=words(error))
    with discarded_on_fault(kept), transaction():
        note_figure(
            startup_id=startup.id, actor=me(), within=followed(me()), figure=noted, evidence=kept,
            reason=form.reason.data or "",
        )  # fmt: skip
    flash(_("The figure is noted. Somebody else has to verify it."))
    return redirect(url_for(".startup", startup_id=startup.id), 303)


def evidence() -> Kept | None:
    """The PDF that was chosen, kept outside any transaction; None without one. Raises InvalidInput."""
    upload = request.files.get("evidence")
    if upload is None or not upload.filename:
        return None
    limit = current_app.config["DECK_MAX_BYTES"]
    return keep_pdf(content=upload.read(), name=upload.filename, limit=limit, field="evidence")
