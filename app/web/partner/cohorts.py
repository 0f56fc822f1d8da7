"""The cohorts of a partner's programmes; a startup is named only while it shares."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.cohorts import sharing
from app.core.errors import NotFound
from app.outcomes import shared
from app.partners import policy, queries
from app.web.access import me, require_role
from app.web.partner import bp


@bp.get("/partner")
@require_role(Role.PARTNER)
def home() -> ResponseReturnValue:
    mine = policy.partner_ids(me())
    partners = queries.partners(mine)
    editions: dict[tuple[uuid.UUID, uuid.UUID], list[object]] = {}
    for row in sharing.editions_for(mine):
        editions.setdefault((row.partner_id, row.programme_id), []).append(row)
    return render_template(
        "partner/home.html", partners=partners, programmes=queries.programmes_of(list(mine)), editions=editions
    )


@bp.get("/partner/<key>/editions/<uuid:edition_id>")
@require_role(Role.PARTNER)
def cohort(key: str, edition_id: uuid.UUID) -> ResponseReturnValue:
    """NotFound for another organisation, another programme, and anything guessed."""
    partner = queries.partner(key)
    if partner.id not in policy.partner_ids(me()):
        raise NotFound
    edition = sharing.edition_for(partner.id, edition_id)
    shown, others = sharing.cohort_for(partner.id, edition_id)
    return render_template(
        "partner/cohort.html",
        partner=partner,
        edition=edition,
        shown=shown,
        others=others,
        figures=shared.figures(partner.id, edition_id),
        money=shared.money(partner.id, edition_id),
    )
