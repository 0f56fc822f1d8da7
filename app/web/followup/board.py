"""One campaign: whom it would ask before it opens; who has answered afterwards."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.db import transaction
from app.core.errors import Conflict
from app.core.i18n import localized, ngettext, translate_count
from app.core.typed import read_words
from app.outcomes import campaigns as queries
from app.outcomes import policy, returns
from app.outcomes.models import Campaign
from app.outcomes.services.remind import remind_one
from app.outcomes.states import CampaignState, ReturnState
from app.programmes import queries as programmes
from app.questionnaires import queries as questionnaires
from app.reviews.scope import followed
from app.web.access import me, require_role
from app.web.errors import words
from app.web.followup import TEAM, bp


@bp.get("/team/returns/<uuid:campaign_id>")
@require_role(*TEAM, limited=True)
def campaign(campaign_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.get(campaign_id)
    shown = {"campaign": found, "may_run": policy.can_run_campaigns(me()), "audience": _audience(found)}
    if found.state is CampaignState.DRAFT:
        asked, mails, left_out = queries.reach(found.audience, found.starts_on, found.ends_on)
        definition = questionnaires.definition(found.form_version_id)
        return render_template(
            "followup/campaign_draft.html", asked=asked, mails=mails, left_out=left_out, definition=definition, **shown
        )
    return render_template("followup/campaign.html", **shown, **_board(found))


def _audience(campaign: Campaign) -> list[str]:
    """The programmes and sites that were chosen, by name; empty for everybody."""
    wanted = campaign.audience
    if not (wanted.get("programmes") or wanted.get("sites")):
        return []
    named = {one.key: localized(one.name) for one in programmes.programmes(published_only=False)}
    places = {one.key: localized(one.name) for one in programmes.sites()}
    chosen = [named.get(key, key) for key in wanted.get("programmes", [])]
    return chosen + [places.get(key, key) for key in wanted.get("sites", [])]


def _board(campaign: Campaign) -> dict[str, Any]:
    args, scope = request.args, followed(me())
    state = ReturnState(args["state"]) if args.get("state") in set(ReturnState) else None
    words_typed = read_words(args.get("q", ""))
    everybody = returns.counts(campaign.id, scope)
    counts = returns.counts(campaign.id, scope, words=words_typed) if words_typed else everybody
    return {
        "state": state,
        "words": words_typed,
        "counts": counts,
        "asked": sum(everybody.values()),
        "sent": everybody.get(ReturnState.SENT, 0),
        "page": returns.board(campaign.id, scope, state=state, words=words_typed, cursor=args.get("cursor")),
        "timers": queries.timers(campaign.id),
        "late": returns.is_late(campaign),
        "to": lambda cursor: url_for(
            ".campaign", campaign_id=campaign.id, cursor=cursor, state=state, q=words_typed or None
        ),
    }


@bp.post("/team/returns/<uuid:campaign_id>/<uuid:return_id>/remind")
@require_role(*TEAM, limited=True)
def remind(campaign_id: uuid.UUID, return_id: uuid.UUID) -> ResponseReturnValue:
    try:
        with transaction():
            written = remind_one(return_id=return_id, actor=me(), within=followed(me()))
        flash(
            translate_count(
                *ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", written)
            )
            if written
            else _("Nobody can be written to: this startup has no owner with an account.")
        )
    except Conflict as error:
        flash(words(error))
    return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
