"""What became of startups, as the next training would read it: which results count, and why others do not."""

from itertools import islice

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.cohorts.states import PARTICIPATION_NAMES
from app.core.i18n import N_
from app.decisions import results as outcomes
from app.outcomes.measures import NAMES
from app.reviews.scope import names_of
from app.web.access import me, require_role
from app.web.matcher import bp

LISTED = 100
WHAT: dict[str, str] = {
    **{measure.value: name for measure, name in NAMES.items()},
    **{state.value: name for state, name in PARTICIPATION_NAMES.items()},
    "funding": N_("Funds raised"),
    "aid": N_("Loan or grant"),
}


@bp.get("/admin/matcher/outcomes")
@require_role(Role.ADMIN)
def results() -> ResponseReturnValue:
    found = list(outcomes.results())
    verdict = request.args.get("verdict", "")
    wanted = [one for one in found if not verdict or one.verdict == verdict]
    listed = list(islice(wanted, LISTED))
    return render_template(
        "matcher/results.html",
        counts=outcomes.counts(found),
        total=len(found),
        verdicts=outcomes.VERDICTS,
        verdict=verdict,
        listed=listed,
        more=len(wanted) > LISTED,
        most=LISTED,
        names=names_of(me(), {one.startup_id for one in listed}),
        what=WHAT,
    )
