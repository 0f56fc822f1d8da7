"""Versions of the matcher: trained, proposed by one person, put into service by another, rolled back in one click."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.roles import Role
from app.core import i18n
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.decisions.services.order_training import order_training
from app.matching import audit, queries, registry
from app.matching.models import ModelVersion, Run
from app.matching.services import order_scoring
from app.matching.services.promote import promote
from app.matching.services.propose import propose
from app.matching.services.roll_back import roll_back
from app.matching.services.score import rate_seconds
from app.matching.services.take_back import take_back
from app.matching.states import RunKind
from app.reports.services import handle_job
from app.web.access import me, require_role
from app.web.manager.forms import NoteForm
from app.web.manager.words import MODEL_STATES
from app.web.matcher import bp, card
from app.web.matcher.words import RUN_STATES, TRAINING_STEPS


@bp.get("/admin/matcher/versions")
@require_role(Role.ADMIN)
def versions() -> ResponseReturnValue:
    found = queries.versions()
    return render_template(
        "matcher/versions.html",
        versions=found,
        states=MODEL_STATES,
        service=registry.champion(),
        trainings=queries.training_jobs(),
        steps=TRAINING_STEPS,
        people=accounts.names([one.proposed_by_id for one in found]),
    )


@bp.post("/admin/matcher/versions/train")
@require_role(Role.ADMIN)
def train() -> ResponseReturnValue:
    with transaction():
        order_training(actor=me(), note=request.form.get("note", ""))
    flash(_("A new version is being trained. It appears here as a candidate in a minute or two."))
    return redirect(url_for(".versions"), 303)


@bp.post("/admin/matcher/versions/train/<uuid:job_id>/stop")
@require_role(Role.ADMIN)
def train_stop(job_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        handle_job.cancel(job_id=job_id, actor=me())
    flash(_("The training stops at its next step."))
    return redirect(url_for(".versions"), 303)


@bp.get("/admin/matcher/versions/<int:number>")
@require_role(Role.ADMIN)
def version(number: int) -> ResponseReturnValue:
    return _page(queries.version(number), NoteForm())


@bp.post("/admin/matcher/versions/<int:number>/<any(propose, promote):act>")
@require_role(Role.ADMIN)
def version_act(number: int, act: str) -> ResponseReturnValue:
    """One person proposes, another puts into service; each says why."""
    form = NoteForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                (propose if act == "propose" else promote)(number=number, actor=me(), note=form.note.data or "")
            if act == "propose":
                flash(_("Version %(number)s is proposed. Another administrator puts it into service.", number=number))
            else:
                flash(_("Version %(number)s is in service. Cards already issued keep theirs.", number=number))
            return redirect(url_for(".version", number=number), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(queries.version(number), form), 422


@bp.post("/admin/matcher/versions/<int:number>/take-back")
@require_role(Role.ADMIN)
def version_take_back(number: int) -> ResponseReturnValue:
    with transaction():
        take_back(number=number, actor=me())
    flash(_("The proposal is taken back. Version %(number)s stays as it was before.", number=number))
    return redirect(url_for(".version", number=number), 303)


@bp.post("/admin/matcher/versions/<int:number>/roll-back")
@require_role(Role.ADMIN)
def version_roll_back(number: int) -> ResponseReturnValue:
    """From this version to the one before it."""
    with transaction():
        before = roll_back(actor=me(), number=number)
    flash(_("Version %(number)s is in service again. Cards already issued keep theirs.", number=before))
    return redirect(url_for(".version", number=before), 303)


@bp.post("/admin/matcher/scores/<any(start, stop, resume):act>")
@require_role(Role.ADMIN)
def scores(act: str) -> ResponseReturnValue:
    """Scores of every sent application by the version in service."""
    last = queries.latest_run(RunKind.SCORING)
    with transaction():
        if act == "start":
            order_scoring.score_again(actor=me())
        elif act == "stop":
            order_scoring.cancel_scoring(actor=me())
        elif last is not None:
            order_scoring.resume_scoring(run_id=last.id, actor=me())
    flash(_("The scores are stopped. Those already written stay.") if act == "stop" else _("The scores are on order."))
    return redirect(url_for(".version", number=registry.champion().number or 0), 303)


def _page(one: ModelVersion, form: NoteForm) -> str:
    language = "en" if i18n.language() == "en" else "fr"
    with i18n.speaking(language):
        names = {family: audit.family_title(family) for family in audit.families()}
    run = queries.latest_run(RunKind.SCORING)
    return render_template(
        "matcher/version.html",
        version=one,
        form=form,
        states=MODEL_STATES,
        people=accounts.names([one.trained_by_id, one.proposed_by_id, one.promoted_by_id]),
        snapshot=queries.snapshot(one.snapshot_id),
        before=queries.served_before(one) if one.state == "champion" else None,
        run=run if run is not None and run.model_number == one.number else None,
        run_states=RUN_STATES,
        rate=rate_of(run),
        may_promote=one.proposed_by_id != me().id,
        scored=queries.scored_count(one.number),
        sent=queries.sent_count(),
        card=card.read(registry.card(one, language), names),
        card_language=language,
    )


def rate_of(run: Run | None) -> float | None:
    """Files a second, once there is something to measure."""
    seconds: Any = rate_seconds(run) if run is not None else 0.0
    return run.done / seconds if run is not None and seconds else None
