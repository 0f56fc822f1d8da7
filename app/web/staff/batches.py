"""One batch: looked at, confirmed by typing its number, then file by file what became of it."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput, NotFound
from app.core.typed import read_whole
from app.decisions import outbox, policy, queries
from app.decisions.models import Batch
from app.decisions.services.publish_batch import start_publishing
from app.decisions.states import KIND_NAMES
from app.mail import queries as mail
from app.programmes import queries as programmes
from app.reviews.scope import team_scope
from app.web.access import me, require_role
from app.web.errors import words
from app.web.staff import TEAM, bp


def batch_of(person: Person, batch_id: uuid.UUID) -> Batch:
    """A batch of one's calls; NotFound for others."""
    found = queries.batch(batch_id)
    if not person.has_for(*TEAM, call_id=found.call_id):
        raise NotFound
    return found


def _page(found: Batch, problem: str | None = None) -> str:
    return render_template(
        "staff/batch.html",
        batch=found,
        call=programmes.get_call(found.call_id),
        rows=queries.batch_rows(found.id, scope=team_scope(me())),
        total=sum(found.counts.values()),
        outcome=queries.batch_outcomes([found.id], scope=team_scope(me())).get(found.id),
        kinds=KIND_NAMES,
        held=len(mail.held_of(found.id, within=outbox.scope(me()))),
        can_publish=policy.can_publish(me(), found.call_id) and queries.gives_all(me(), found.id),
        problem=problem,
    )


@bp.get("/team/batches/<uuid:batch_id>")
@require_role(*TEAM, limited=True)
def batch(batch_id: uuid.UUID) -> ResponseReturnValue:
    return _page(batch_of(me(), batch_id))


@bp.post("/team/batches/<uuid:batch_id>")
@require_role(Role.LEAD, limited=True)
def batch_publish(batch_id: uuid.UUID) -> ResponseReturnValue:
    found = batch_of(me(), batch_id)
    number = read_whole(request.form.get("number", ""), most=10**9)
    try:
        with transaction():
            start_publishing(batch_id=batch_id, actor=me(), typed_number=number)
    except InvalidInput as error:
        return _page(found, problem=words(error)), 422
    flash(_("The answers are being published. Reload the page to see each file."))
    return redirect(url_for(".batch", batch_id=batch_id), 303)
