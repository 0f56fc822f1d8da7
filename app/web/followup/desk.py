"""To verify: what somebody entered and nobody else has looked at yet."""

import uuid
from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.core.db import savepoint, transaction
from app.core.errors import DomainError, NotFound
from app.core.i18n import ngettext, translate_count
from app.outcomes import desk as waiting
from app.outcomes import outliers
from app.outcomes.queries import FIGURE, FUNDING
from app.outcomes.services.verify import verify as verify_one
from app.reviews.scope import followed
from app.web.access import me, require_role
from app.web.errors import words
from app.web.followup import TEAM, bp

AT_ONCE = 100


@bp.get("/team/figures")
@require_role(*TEAM, limited=True)
def to_verify() -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    kind = kind if kind in (FIGURE, FUNDING) else ""
    page = waiting.page(followed(me()), reader=me().id, kind=kind, cursor=request.args.get("cursor"))
    return render_template(
        "followup/to_verify.html",
        page=page, kind=kind, names=accounts.names([row.by for row in page.rows]), reader=me().id,
        asked={row.id: outliers.sentence(row.odd) for row in page.rows if row.odd},
        to=lambda cursor: url_for(".to_verify", cursor=cursor, kind=kind or None),
    )  # fmt: skip


@bp.post("/team/figures")
@require_role(*TEAM, limited=True)
def verify_many() -> ResponseReturnValue:
    """Each with its right checked; one that is refused does not stop the others."""
    done, refused = 0, Counter[str]()
    chosen = request.form.getlist("row")[:AT_ONCE]
    with transaction():
        for text in chosen:
            try:
                with savepoint():
                    _verify(text)
                done += 1
            except DomainError as error:
                refused[words(error) or _("This line is no longer there.")] += 1
    if not chosen:
        flash(_("Tick the lines that are right first."))
    if done:
        flash(translate_count(*ngettext("%(num)s line is verified.", "%(num)s lines are verified.", done)))
    for sentence, count in refused.items():
        flash(f"{sentence} ({count})" if count > 1 else sentence)
    kind = request.form.get("kind") or None
    return redirect(url_for(".to_verify", kind=kind if kind in (FIGURE, FUNDING) else None), 303)


@bp.post("/team/startups/<uuid:startup_id>/verify")
@require_role(*TEAM, limited=True)
def verify(startup_id: uuid.UUID) -> ResponseReturnValue:
    """One line of the page of a startup."""
    with transaction():
        _verify(request.form.get("row", ""))
    flash(_("The figure is verified."))
    return redirect(url_for(".startup", startup_id=startup_id), 303)


def _verify(text: str) -> None:
    """“figure:<id>:<stamp>”, as the page posts it."""
    kind, _colon, rest = text.partition(":")
    key, _colon, seen = rest.partition(":")
    try:
        row_id = uuid.UUID(key)
    except ValueError as error:
        raise NotFound from error
    verify_one(kind=kind, row_id=row_id, seen=seen, actor=me(), within=followed(me()))
