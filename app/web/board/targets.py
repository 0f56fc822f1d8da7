"""What is promised: targets of indicators, and days on which sites are to open."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import DomainError, InvalidInput
from app.core.i18n import N_, localized
from app.reports import policy, roadmap, words
from app.reports.indicators.registry import REGISTRY
from app.reports.services.set_target import plan_site, set_target
from app.startups.identifiers import latin_digits, read_amount
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import PlanForm, TargetForm, read_day


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
        (one, _(REGISTRY.get(one.indicator).name), words.target(REGISTRY.get(one.indicator), one.value))
        for one in roadmap.targets()
        if one.indicator in REGISTRY
    ]
    return render_template(
        "board/targets.html", listed=listed, planned=roadmap.planned_sites(), target=target, plan=plan,
        problems=problems, can_set=policy.can_freeze(me()),
    ), 422 if problems else 200  # fmt: skip


@bp.get("/targets")
@require_role(*policy.BOARD)
def targets() -> ResponseReturnValue:
    return _page()


def _later_year(text: str | None) -> int:
    typed = latin_digits((text or "").strip())
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
            value = read_amount(form.value.data or "")
            if form.indicator.data not in REGISTRY:
                raise InvalidInput(N_("Choose an indicator."), field="indicator")
            if value is None:
                raise InvalidInput(N_("Write a whole number, for example 250 000."), field="value")
            with transaction():
                set_target(
                    key=form.indicator.data, year=_later_year(form.year.data), value=value,
                    source=form.source.data or "", actor=me(),
                )  # fmt: skip
            flash(_("The target is noted."))
            return redirect(url_for(".targets"), 303)
        except DomainError as error:
            form.add_error(error)
    return _page(target=form)


@bp.post("/targets/sites")
@require_role(Role.DIRECTOR, Role.LEAD)
def plan_set() -> ResponseReturnValue:
    form = PlanForm.from_request()
    _forms(plan=form)
    if form.submitted_and_valid():
        try:
            with transaction():
                plan_site(
                    site_key=form.site.data or "", planned_on=read_day(form.planned_on.data, field="planned_on"),
                    announced_on=read_day(form.announced_on.data, field="announced_on"),
                    source=form.source.data or "", actor=me(),
                )  # fmt: skip
            flash(_("The date is noted. The earlier ones stay."))
            return redirect(url_for(".targets"), 303)
        except DomainError as error:
            form.add_error(error)
    return _page(plan=form)
