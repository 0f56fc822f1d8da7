"""The technoparks as a list and on the map of the 12 regions."""

from collections import Counter

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.i18n import localized
from app.programmes import queries
from app.programmes.states import SiteState
from app.reports.maps import Place, dots
from app.web.access import public
from app.web.public import bp


@bp.get("/sites")
@public
def sites() -> ResponseReturnValue:
    found = queries.sites()
    planned = [site for site in found if site.status is SiteState.PLANNED]
    return render_template(
        "public/sites.html",
        open_sites=[site for site in found if site.status is not SiteState.PLANNED],
        planned=planned,
        dots=dots(Place(localized(one.name), one.longitude, one.latitude, one in planned) for one in found),
        counts=Counter(site.region_code for site in found if site.status is SiteState.OPEN),
    )
