"""A figure published before Wijha is entered in two steps: typed, then shown back as it was understood."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import DomainError
from app.reports import figures, words
from app.reports.services.enter_published import check_published, enter_published
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import PublishedForm
from app.web.board.indicators import published_form, registry_page


@bp.post("/figures/published")
@require_role(Role.DIRECTOR, Role.LEAD)
def published() -> ResponseReturnValue:
    form = published_form(PublishedForm.from_request())
    step = request.form.get("step")
    if form.submitted_and_valid() and step != "change":
        try:
            return _save(form) if step == "save" else _confirm(form)
        except DomainError as error:
            form.add_error(error)
    return registry_page(form)


def _confirm(form: PublishedForm) -> ResponseReturnValue:
    value, base = form.amount()
    key, period, qualifier = form.indicator.data or "", form.period(), form.qualifier.data or ""
    before = check_published(
        key=key, period=period, value=value, base=base, source=form.source.data or "", qualifier=qualifier,
        reason=form.reason.data or "",
    )  # fmt: skip
    one = figures.indicator(key)
    return render_template(
        "board/published_confirm.html", one=one, year=period.first.year, form=form, before=before,
        value=words.amount(one, value, base, qualifier), exact=f"{value}" if base is None else "",
        typed=[(name, text) for name in form._fields for text in request.form.getlist(name)],
    )  # fmt: skip


def _save(form: PublishedForm) -> ResponseReturnValue:
    value, base = form.amount()
    with transaction():
        entered = enter_published(
            key=form.indicator.data or "", period=form.period(), value=value, base=base, actor=me(),
            source=form.source.data or "", qualifier=form.qualifier.data or "", reason=form.reason.data or "",
        )  # fmt: skip
    shown = words.amount(figures.indicator(entered.indicator), entered.value, entered.base, entered.qualifier)
    flash(_("The published figure is entered: %(value)s.", value=shown))
    return redirect(url_for(".indicator", key=entered.indicator, _anchor="frozen"), 303)
