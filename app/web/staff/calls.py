"""Which call a page of the team is about."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.programmes.models import Call
from app.programmes.states import CallState
from app.reviews import queries
from app.web.access import me


def to_latest(endpoint: str, *, prefer: CallState | None = None) -> ResponseReturnValue:
    """To this page of the latest call that runs or ran, of the preferred state if there is one."""
    calls = queries.calls_for_team(me())
    begun = [call for call in calls if call.state is not CallState.DRAFT] or calls
    if not begun:
        return render_template("staff/no_call.html")
    best = next((call for call in begun if call.state is prefer), begun[0])
    return redirect(url_for(endpoint, key=best.key), 303)


def others(current: Call) -> list[Call]:
    """The calls to switch to, the current one among them."""
    calls = queries.calls_for_team(me())
    return [call for call in calls if call.state is not CallState.DRAFT or call.id == current.id]
