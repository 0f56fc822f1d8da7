"""What became of startups, as the next training would read it: which results count, and why others do not."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.cohorts.states import ParticipationState
from app.core.i18n import N_, money, number
from app.core.paging import Page, decode, page_of
from app.decisions import results as outcomes
from app.decisions.lessons import VALUES
from app.decisions.results import ENTERS, Result
from app.outcomes import outliers
from app.outcomes.measures import NAMES, Measure
from app.reviews.scope import names_of
from app.web.access import me, require_role
from app.web.matcher import bp

SIZE = 50
BEFORE_ALL = (-date.max.toordinal() - 1, "")
WHAT: dict[str, str] = {
    **{measure.value: name for measure, name in NAMES.items()},
    ParticipationState.COMPLETED.value: N_("Finished the programme"),
    ParticipationState.LEFT.value: N_("Left the programme early"),
    "funding": N_("Funds raised"),
    "aid": N_("Loan or grant"),
}


@bp.get("/admin/matcher/outcomes")
@require_role(Role.ADMIN)
def results() -> ResponseReturnValue:
    found = list(outcomes.results())
    verdict = request.args.get("verdict", "")
    page = paged([one for one in found if not verdict or one.verdict == verdict], request.args.get("page"))
    return render_template(
        "matcher/results.html",
        counts=outcomes.counts(found),
        total=len(found),
        verdicts=outcomes.VERDICTS,
        verdict=verdict,
        page=page,
        names=names_of(me(), {one.startup_id for one in page.rows}),
        what=WHAT,
        value_of=value_of,
        weight=number(VALUES["weights"]["outcome"]),
        enters=ENTERS,
        to=lambda cursor: url_for(".results", verdict=verdict or None, page=cursor),
    )


def paged(found: Sequence[Result], cursor: str | None) -> Page[Result]:
    """A page of a list that is in order already; an edited cursor gives the first one."""
    position = decode(cursor) if cursor else None
    match position:
        case (bool(back), [date() as on, str(key)]):
            at = (-on.toordinal(), key)
        case _:
            back, at, cursor = False, BEFORE_ALL, None
    if back:
        rows = [one for one in reversed(found) if one.place < at][: SIZE + 1]
    else:
        rows = [one for one in found if one.place > at][: SIZE + 1]
    return page_of(rows, [(one.on, str(one.key)) for one in rows], size=SIZE, back=back, cursor=cursor)


def value_of(one: Result) -> str:
    """The figure in its unit; empty where none is meant."""
    if one.value is None:
        return ""
    if one.what in ("funding", "aid"):
        return money(one.value)
    return outliers.shown(Measure(one.what), one.value)
