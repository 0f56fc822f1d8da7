"""How full each site was in the last 12 months."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cohorts import queries
from app.cohorts.occupancy import DAY
from app.core.clock import today
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp
from app.web.cohorts.sites import readable

MONTHS = 12


def months_before(day: date, count: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


@bp.get("/team/occupancy")
@require_role(*TEAM, limited=True)
def occupancy() -> ResponseReturnValue:
    present = today()
    months = [months_before(present, count) for count in range(MONTHS - 1, -1, -1)]
    found = queries.occupancy(months[0], present + DAY)
    return render_template(
        "cohorts/occupancy.html",
        months=months,
        sites=[(site, found.get(site.id, {})) for site in readable(me())],
        running=months[-1],
    )
