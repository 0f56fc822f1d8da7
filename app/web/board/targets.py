"""What is promised: targets of indicators, and days on which sites are to open."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import DomainError, InvalidInput
from app.core.i18n import N_, localized
from app.core.typed import read_day, read_plain
from app.reports import figures, policy, roadmap, words
from app.reports.indicators.registry import REGISTRY
from app.reports.services.remove_target import remove_target
from app.reports.services.set_target import plan_site, set_target
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import YEARS, PlanForm, RemoveForm, TargetForm


def _forms(target: TargetForm | None = None, plan: PlanForm | None = None) -> tuple[TargetForm, PlanForm]:
    target, plan = target or TargetForm(), plan or PlanForm()
    target.indicator.choices = {"": _("Choose")} | {one.key: _(one.name) for one in REGISTRY}
    sites = {one.site.key: localized(one.site.name) for one in roadmap.planned_sites()}
    plan.site.choices = {"": _("Choose")} | sites
    return target, plan


def _page(target: TargetForm | None = None, plan: PlanForm | None = None) -> ResponseReturnValue:
    target, plan = _forms(target, plan)
    problems = [*target.problems(), *plan.problems()]
    listed = [
        (one, _(REGISTRY.get(one.indicator).name), _said(one.indicator, one.value))
        for one in roadmap.targets()
        if one.indicator in REGISTRY
    ]
    history = [one for one in roadmap.target_history() if one.details["indicator"] in REGISTRY]
    return render_template(
        "board/targets.html", listed=listed, planned=roadmap.planned_sites(), target=target, plan=plan,
        problems=problems, can_set=policy.can_freeze(me()), history=history, said=_said,
        names={one.key: _(one.name) for one in REGISTRY},
        people=accounts.names([one.actor_id for one in history if one.actor_id]),
    ), 422 if problems else 200  # fmt: skip


def _said(key: str, value: int) -> str:
    return words.target(REGISTRY.get(key), value)


@bp.get("/targets")
@require_role(*policy.BOARD, limited=True)
def targets() -> ResponseReturnValue:
    return _page()


def _later_year(text: str | None) -> int:
    typed = read_plain((text or "").strip())
    if not typed.isdecimal() or not 2000 <= int(typed[:9]) <= 2100:
        raise InvalidInput(N_("Write a year between 2000 and 2100."), field="year")
    return int(typed)


@bp.post("/targets")
@require_role(Role.DIRECTOR, Role.LEAD)
def target_set() -> ResponseReturnValue:
    form = TargetForm.from_request()
    _forms(form)
    if form.submitted_and_valid():
        try:
            value = form.amount()
            with transaction():
                noted = set_target(
                    key=form.indicator.data or "", year=_later_year(form.year.data), value=value,
                    source=form.source.data or "", reason=form.reason.data or "", actor=me(),
                )  # fmt: skip
            flash(_("The target is noted: %(value)s.", value=_said(noted.indicator, noted.value)))
            return redirect(url_for(".targets"), 303)
        except DomainError as error:
            form.add_error(error)
    return _page(target=form)


@bp.route("/targets/<uuid:target_id>/remove", methods=["GET", "POST"])
@require_role(Role.DIRECTOR, Role.LEAD)
def target_remove(target_id: uuid.UUID) -> ResponseReturnValue:
    """The reason first: it stays in the history."""
    found = roadmap.target(target_id)
    form = RemoveForm.from_request()
    if form.submitted_and_valid():
        with transaction():
            remove_target(target_id=target_id, reason=form.reason.data or "", actor=me())
        flash(_("The target is taken away."))
        return redirect(url_for(".targets"), 303)
    return render_template(
        "board/target_remove.html", one=found, form=form, name=_(figures.indicator(found.indicator).name),
        value=_said(found.indicator, found.value),
    ), 422 if form.problems() else 200  # fmt: skip


@bp.post("/targets/sites")
@require_role(Role.DIRECTOR, Role.LEAD)
def plan_set() -> ResponseReturnValue:
    form = PlanForm.from_request()
    _forms(plan=form)
    if form.submitted_and_valid():
        try:
            with transaction():
                plan_site(
                    site_key=form.site.data or "",
                    planned_on=read_day(form.planned_on.data or "", field="planned_on", years=YEARS),
                    announced_on=read_day(form.announced_on.data or "", field="announced_on", years=YEARS),
                    source=form.source.data or "", actor=me(),
                )  # fmt: skip
            flash(_("The date is noted. The earlier ones stay."))
            return redirect(url_for(".targets"), 303)
        except DomainError as error:
            form.add_error(error)
    return _page(plan=form)
