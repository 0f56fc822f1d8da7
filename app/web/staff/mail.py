"""The outbox: what waits for a human, what failed, what left."""

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import can_handle_mail
from app.core.db import transaction
from app.core.i18n import ngettext, translate_count
from app.decisions import outbox as messages
from app.decisions.states import BatchState
from app.mail.purposes import Purpose
from app.mail.services.discard import discard
from app.mail.services.release import release
from app.mail.services.resend import resend
from app.mail.states import LIFECYCLE, MessageState
from app.web.access import me, require_role
from app.web.staff import TEAM, bp
from app.web.staff.batches import batch_of
from app.web.staff.forms import ReasonForm, identifier
from app.web.staff.words import MESSAGE_STATES, PURPOSES

SHOWN = (MessageState.HELD, MessageState.QUEUED, MessageState.FAILED, MessageState.SENT, MessageState.DISCARDED)


@bp.get("/team/outbox")
@require_role(*TEAM, limited=True)
def outbox() -> ResponseReturnValue:
    args = request.args
    state = MessageState(args["state"]) if args.get("state") in {s.value for s in SHOWN} else MessageState.HELD
    purpose = Purpose(args["purpose"]) if args.get("purpose") in set(Purpose) else None
    batch_id = identifier(args.get("batch"))
    asked: dict[str, Any] = {"state": state.value, "purpose": purpose.value if purpose else None, "batch": batch_id}
    return render_template(
        "staff/outbox.html",
        state=state,
        states=SHOWN,
        names=MESSAGE_STATES,
        purpose=purpose,
        purposes=PURPOSES,
        batch_id=batch_id,
        counts=messages.counts(me()),
        page=messages.page(me(), state, purpose=purpose, batch_id=batch_id, cursor=args.get("cursor")),
        to=lambda cursor: url_for(".outbox", **asked, cursor=cursor),
    )


@bp.get("/team/outbox/<uuid:message_id>")
@require_role(*TEAM, limited=True)
def message(message_id: uuid.UUID) -> ResponseReturnValue:
    return _page(message_id, ReasonForm())


def _page(message_id: uuid.UUID, form: ReasonForm) -> str:
    shown = messages.get(me(), message_id)
    return render_template(
        "staff/message.html",
        message=shown,
        secret=shown.purpose in messages.SECRET,
        names=MESSAGE_STATES,
        purposes=PURPOSES,
        allows=lambda name: LIFECYCLE.allows(shown.state, name),
        form=form,
    )


@bp.post("/team/outbox/<uuid:message_id>/<any(release, resend):act>")
@require_role(*TEAM, limited=True)
def message_send(message_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Let a held message go, or try a failed one again."""
    if not can_handle_mail(me()):
        abort(403)
    messages.to_handle(me(), message_id)
    with transaction():
        if act == "release":
            release(message_ids=[message_id], actor=me())
        else:
            resend(message_id=message_id, actor=me())
    flash(_("The mail is on its way."))
    return redirect(url_for(".message", message_id=message_id), 303)


@bp.post("/team/outbox/<uuid:message_id>/discard")
@require_role(*TEAM, limited=True)
def message_discard(message_id: uuid.UUID) -> ResponseReturnValue:
    if not can_handle_mail(me()):
        abort(403)
    messages.to_handle(me(), message_id)
    form = ReasonForm.from_request()
    if not form.submitted_and_valid():
        return _page(message_id, form), 422
    with transaction():
        discard(message_id=message_id, actor=me(), reason=form.reason.data or "")
    flash(_("The mail is discarded. It will not be sent."))
    return redirect(url_for(".message", message_id=message_id), 303)


@bp.post("/team/batches/<uuid:batch_id>/release")
@require_role(*TEAM, limited=True)
def outbox_release(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Let every held mail of a batch go at once."""
    if not can_handle_mail(me()) or batch_of(me(), batch_id).state is BatchState.PREPARED:
        abort(403)
    with transaction():
        count = release(message_ids=messages.held_of(me(), batch_id), actor=me())
    flash(translate_count(*ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", count)))
    return redirect(url_for(".batch", batch_id=batch_id), 303)
