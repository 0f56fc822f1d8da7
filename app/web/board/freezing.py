"""Figures are frozen, restated and withdrawn: a year is shown before it is frozen, a slip has a way back."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import Conflict, DomainError, InvalidInput, NotFound
from app.core.i18n import N_
from app.reports import figures, frozen, policy
from app.reports.services.freeze_figures import Verdict, due, freeze, freeze_missing, restate
from app.reports.services.withdraw_figure import withdraw_figure
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import RestateForm, WithdrawForm, YearForm, read_year
from app.web.board.indicators import page
from app.web.errors import words as said

FREEZERS = (Role.DIRECTOR, Role.LEAD)


@bp.post("/figures/<key>/freeze")
@require_role(*FREEZERS)
def indicator_freeze(key: str) -> ResponseReturnValue:
    form = YearForm.from_request()
    try:
        with transaction():
            freeze(key=key, period=form.period(), actor=me())
    except (Conflict, InvalidInput) as error:
        again = RestateForm()
        again.add_error(error)
        return page(key, again)
    flash(_("The figure is frozen."))
    return redirect(url_for(".indicator", key=key, _anchor="frozen"), 303)


@bp.post("/figures/<key>/restate")
@require_role(*FREEZERS)
def indicator_restate(key: str) -> ResponseReturnValue:
    form = RestateForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                restate(key=key, period=form.period(), actor=me(), reason=form.reason.data or "")
            flash(_("The figure is restated. The one before stays in the list."))
            return redirect(url_for(".indicator", key=key, _anchor="frozen"), 303)
        except NotFound:
            form.add_error(InvalidInput(N_("Nothing is frozen for this year: freeze it first."), field="year"))
        except DomainError as error:
            form.add_error(error)
    return page(key, form)


@bp.get("/figures/freeze")
@require_role(*FREEZERS)
def year_due() -> ResponseReturnValue:
    """What would be frozen for a year, with its values, and what would not: nothing is frozen yet."""
    try:
        form = YearForm(data={"year": request.args.get("year", "")})
        found = due(period=form.period())
    except InvalidInput as error:
        flash(said(error))
        return redirect(url_for(".indicators"), 303)
    verdicts = {verdict: [one for one in found if one.verdict is verdict] for verdict in Verdict}
    return render_template(
        "board/freeze.html", year=form.period().first.year, ready=verdicts[Verdict.FREEZE],
        published=verdicts[Verdict.PUBLISHED], no_data=verdicts[Verdict.NO_DATA],
        team=policy.sees_small_groups(me()), review=_back(request.args.get("review", "")),
    )  # fmt: skip


@bp.post("/figures/freeze")
@require_role(*FREEZERS)
def year_freeze() -> ResponseReturnValue:
    """Every indicator that is not frozen for the year and has data."""
    form = YearForm.from_request()
    try:
        with transaction():
            done = freeze_missing(period=form.period(), actor=me())
    except (Conflict, InvalidInput) as error:
        flash(said(error))
        return redirect(url_for(".indicators"), 303)
    flash(_("Figures frozen: %(count)s.", count=len(done)))
    review = _back(request.form.get("review", ""))
    return redirect(url_for(".review", number=review) if review else url_for(".indicators"), 303)


def _back(typed: str) -> int | None:
    """The review the person came from."""
    try:
        return read_year(typed)
    except InvalidInput:
        return None


@bp.route("/figures/<uuid:figure_id>/withdraw", methods=["GET", "POST"])
@require_role(Role.DIRECTOR)
def figure_withdraw(figure_id: uuid.UUID) -> ResponseReturnValue:
    found = frozen.whole(figure_id)
    form = WithdrawForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                withdraw_figure(figure_id=figure_id, actor=me(), reason=form.reason.data or "")
            flash(_("The figure is withdrawn. It stays in the list, with your reason."))
            return redirect(url_for(".indicator", key=found.indicator, _anchor="frozen"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    one = figures.indicator(found.indicator)
    return render_template(
        "board/withdraw.html", found=found, one=one, form=form
    ), 422 if form.problems() else 200  # fmt: skip
