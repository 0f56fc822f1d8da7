"""Who works on an application, and an invitation by e-mail."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import RadioField

from app.applications import queries
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import N_, language
from app.extensions import limiter
from app.startups import policy
from app.startups import queries as startups
from app.startups.models import MemberRole
from app.startups.services.invite_member import cancel_invitation, invite_member, resend_invitation
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.forms import BaseForm, address_field

ROLES = {
    MemberRole.OWNER: N_("Owner: fills and sends"),
    MemberRole.EDITOR: N_("Editor: reads and fills"),
    MemberRole.VIEWER: N_("Reader: reads only"),
}


class InviteForm(BaseForm):
    email = address_field()
    role = RadioField(N_("What may this person do?"), default=MemberRole.EDITOR.value, validate_choice=False)


@bp.route("/applications/<uuid:application_id>/members", methods=["GET", "POST"])
@signed_in
@limiter.limit("20 per hour", methods=["POST"])
def members(application_id: uuid.UUID) -> ResponseReturnValue:
    application, membership = queries.for_member(application_id, me().id)
    form = InviteForm.from_request()
    if form.submitted_and_valid():
        if _invited(application.startup_id, form):
            flash(_("The invitation is on its way to %(email)s.", email=form.email.data))
            return redirect(url_for(".members", application_id=application_id), 303)
        application, membership = queries.for_member(application_id, me().id)
    return render_template(
        "applicant/members.html",
        application=application, form=form, members=startups.members(application.startup_id),
        invitations=startups.open_invitations(application.startup_id), roles=ROLES,
        may_invite=policy.can_invite(membership), now=utcnow(),
    ), 422 if request.method == "POST" else 200  # fmt: skip


def _invited(startup_id: uuid.UUID, form: InviteForm) -> bool:
    try:
        role = MemberRole(form.role.data) if form.role.data in set(MemberRole) else MemberRole.EDITOR
        with transaction():
            invite_member(
                startup_id=startup_id, actor=me(), email=form.email.data or "", role=role, language=language()
            )
    except (Conflict, InvalidInput) as error:
        form.add_error(error)
        return False
    return True


@bp.post("/applications/<uuid:application_id>/invitations/<uuid:invitation_id>/<any(resend,cancel):act>")
@signed_in
@limiter.limit("20 per hour")
def invitation_act(application_id: uuid.UUID, invitation_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Send an invitation again with a new link, or end it."""
    queries.for_member(application_id, me().id)
    with transaction():
        if act == "resend":
            resend_invitation(invitation_id=invitation_id, actor=me(), language=language())
        else:
            cancel_invitation(invitation_id=invitation_id, actor=me())
    flash(_("The invitation is on its way again.") if act == "resend" else _("The invitation is cancelled."))
    return redirect(url_for(".members", application_id=application_id), 303)
