"""The pages of a return, the same for the startup and for the team that fills it in by telephone."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.accounts import queries as accounts
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import clock_time
from app.files import queries as files
from app.files.services.store import discarded_on_fault, keep_pdf
from app.outcomes import answers as reading
from app.outcomes import earlier, outliers, returns
from app.outcomes.models import Return
from app.outcomes.outliers import Odd
from app.outcomes.queries import Within
from app.outcomes.services.attach_evidence import attach_evidence
from app.outcomes.services.save_return import Saved, open_return, save_return
from app.outcomes.services.send_return import odd_in, reopen_return, send_return
from app.outcomes.states import CampaignState, ReturnState
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition
from app.web.access import me
from app.web.applicant import fields, return_fields
from app.web.downloads import attachment
from app.web.errors import words


@dataclass(frozen=True, slots=True)
class Side:
    """Who fills: the endpoints of the pages, the layout, and the right (None: as a member of the startup)."""

    begin: str
    page: str
    autosave: str
    check: str
    reopen: str
    evidence: str
    evidence_file: str
    back: Callable[[Return], str]
    layout: str
    within: Callable[[], Within | None]

    @property
    def by_telephone(self) -> bool:
        return self.layout != "layouts/base.html"


def begin(side: Side, return_id: uuid.UUID) -> ResponseReturnValue:
    """The receipt of what was sent, else the first page."""
    one = open_return(return_id, me(), side.within(), lock=False)
    if one.state is ReturnState.SENT or one.campaign.state is CampaignState.CLOSED:
        return _receipt(side, one)
    first = _definition(one).pages[0][1].key
    return redirect(url_for(side.page, return_id=return_id, page_key=first), 303)


def _definition(one: Return) -> FormDefinition:
    return questionnaires.definition(one.campaign.form_version_id)


def _receipt(side: Side, one: Return) -> ResponseReturnValue:
    return render_template(
        "applicant/return_sent.html",
        one=one, side=side, sections=listed(one), often=returns.often(one.startup_id),
        sent_by=accounts.names([one.sent_by_id]).get(one.sent_by_id, "") if one.sent_by_id else "",
        may_reopen=one.campaign.state is CampaignState.OPEN and one.state is ReturnState.SENT,
        saved_page=request.args.get("saved", ""),
    )  # fmt: skip


def listed(one: Return) -> list[tuple[Any, list[tuple[Any, str, str]]]]:
    """Page → (question, answer, how it was read) of every question that applies."""
    definition = _definition(one)
    return [
        (
            page,
            [
                (q, reading.shown(q, one.answers.get(q.key)), reading.understood(q, one.answers.get(q.key)))
                for q in page.questions
                if definition.applies(q.key, one.answers)
            ],
        )
        for _section, page in definition.pages
    ]


def page(side: Side, return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    if request.method == "POST":
        return _save(side, return_id, page_key)
    one = open_return(return_id, me(), side.within(), lock=False)
    if one.state is ReturnState.SENT or one.campaign.state is CampaignState.CLOSED:
        return redirect(url_for(side.begin, return_id=return_id), 303)
    return show(side, one, page_key)


def _too_late(side: Side, return_id: uuid.UUID, page_key: str, error: Conflict) -> ResponseReturnValue:
    """Sent or closed meanwhile, in another tab: what was typed stays in view, with the way on."""
    one = open_return(return_id, me(), side.within(), lock=False)
    return show(side, one, page_key, form=request.form, refused=words(error)), 409


def _save(side: Side, return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    values, seen = fields.posted()
    leave = "leave" in request.form
    try:
        with transaction():
            saved = save_return(
                return_id=return_id, actor=me(), within=side.within(), page_key=page_key, posted=values, seen=seen,
                complete=not leave,
            )  # fmt: skip
    except Conflict as error:
        return _too_late(side, return_id, page_key, error)
    if saved.clashes:
        return show(side, saved.one, page_key, form=request.form, saved=saved), 409
    unread = [key for key in saved.errors if not reading.is_figure(_definition(saved.one).questions[key])]
    if saved.errors and (not leave or unread):
        return show(side, saved.one, page_key, form=request.form, saved=saved), 422
    if leave:
        return redirect(side.back(saved.one), 303)
    after = _definition(saved.one).after(page_key)
    if after is None or request.form.get("back") == "check":
        return redirect(url_for(side.check, return_id=return_id, saved=page_key), 303)
    return redirect(url_for(side.page, return_id=return_id, page_key=after.key, saved=page_key), 303)


def show(
    side: Side, one: Return, page_key: str, *, form: MultiDict[str, str] | None = None, saved: Saved | None = None,
    refused: str = "",
) -> str:  # fmt: skip
    definition = _definition(one)
    found = definition.page(page_key)
    if found is None:
        raise NotFound
    spec, answers = found[1], saved.answers if saved else one.answers
    beside = saved.beside if saved else earlier.beside(one)
    views = return_fields.build(definition, spec, answers, beside, form=form, saved=saved)
    return_fields.in_period(definition, views, one.ends_on)
    keys = [page.key for _section, page in definition.pages]
    return render_template(
        "applicant/return_page.html",
        one=one, side=side, page=spec, fields=views, problems=return_fields.problems(views),
        number=keys.index(page_key) + 1, total=len(keys), refused=refused,
        back_to=request.values.get("back", ""), often=returns.often(one.startup_id), late=returns.is_late(one.campaign),
        saved_page=request.args.get("saved", ""),
    )  # fmt: skip


def autosave(side: Side, return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    """The same form body, saved as one types; the answer says what was understood."""
    values, seen = fields.posted()
    with transaction():
        saved = save_return(
            return_id=return_id, actor=me(), within=side.within(), page_key=page_key, posted=values, seen=seen
        )
    told = return_fields.told(_definition(saved.one), saved)
    time = clock_time(saved.at)
    told |= {"saved_at": time, "text": _("Saved at %(time)s", time=time)}
    if told["unsaved"]:
        told["text"] = _("Not everything is saved: look at the answers marked in red.")
    return jsonify(told)


def check(side: Side, return_id: uuid.UUID) -> ResponseReturnValue:
    """Everything as it was understood, what looks odd asked back, and the button that sends."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            with transaction():
                send_return(
                    return_id=return_id, actor=me(), within=side.within(), right=_said_right(),
                    row_version=request.form.get("row_version", -1, type=int),
                )  # fmt: skip
            return redirect(url_for(side.begin, return_id=return_id), 303)
        except (InvalidInput, Conflict) as error:
            problem, status = words(error), 409 if isinstance(error, Conflict) else 422
    one = open_return(return_id, me(), side.within(), lock=False)
    if one.state is ReturnState.SENT or one.campaign.state is CampaignState.CLOSED:
        return redirect(url_for(side.begin, return_id=return_id), 303)
    return _check_page(side, one, problem), status


def _said_right() -> dict[str, str]:
    return {key: request.form.get(f"reason-{key}", "") for key in request.form.getlist("right")}


def _check_page(side: Side, one: Return, problem: str) -> str:
    definition = _definition(one)
    bounds = {"starts_on": one.starts_on, "ends_on": one.ends_on}
    wrong = reading.problems(definition, one.answers, **bounds)
    odd = odd_in(one, reading.figures(definition, one.answers))
    return render_template(
        "applicant/return_check.html",
        one=one, side=side, sections=listed(one), problem=problem,
        file=files.get(one.evidence_id) if one.evidence_id else None,
        wrong=[(definition.questions[key], words(error)) for key, error in wrong.items()],
        odd=[(found, outliers.sentence(found), *_said(one, found)) for found in odd.values()],
        found_page={question.key: question.page for question in definition.questions.values()},
        declaration=definition.declaration, consent=definition.consent, saved_page=request.args.get("saved", ""),
    )  # fmt: skip


def _said(one: Return, odd: Odd) -> tuple[bool, str]:
    """Whether somebody said before that this very value is right, and why."""
    if request.method == "POST":
        right = _said_right()
        return odd.measure.value in right, request.form.get(f"reason-{odd.measure.value}", "")
    said = (one.answers.get(reading.RIGHT) or {}).get(odd.measure.value)
    return (True, said["reason"]) if said and said["value"] == odd.value else (False, "")


def reopen(side: Side, return_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        one = reopen_return(return_id=return_id, actor=me(), within=side.within())
    return redirect(url_for(side.page, return_id=return_id, page_key=_definition(one).pages[0][1].key), 303)


def evidence(side: Side, return_id: uuid.UUID) -> ResponseReturnValue:
    """The document behind the figures: one PDF, on a page of its own."""
    error = _change_evidence(side, return_id) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect(url_for(side.check, return_id=return_id), 303)
    one = open_return(return_id, me(), side.within(), lock=False)
    shown = render_template(
        "applicant/return_evidence.html",
        one=one, side=side, error=error, file=files.get(one.evidence_id) if one.evidence_id else None,
        limit=current_app.config["DECK_MAX_BYTES"] // (1024 * 1024),
    )  # fmt: skip
    return shown, 422 if error else 200


def _change_evidence(side: Side, return_id: uuid.UUID) -> str:
    """Store or take away; the refusal in words, if any."""
    kept, upload = None, request.files.get("file")
    try:
        if "remove" not in request.form:
            if upload is None or not upload.filename:
                return str(_("Choose a PDF file first."))
            open_return(return_id, me(), side.within(), lock=False)
            limit = current_app.config["DECK_MAX_BYTES"]
            kept = keep_pdf(content=upload.read(), name=upload.filename, limit=limit, field="file")
        with discarded_on_fault(kept), transaction():
            attach_evidence(return_id=return_id, actor=me(), within=side.within(), kept=kept)
    except (InvalidInput, Conflict) as error:
        return words(error)
    return ""


def evidence_file(side: Side, return_id: uuid.UUID) -> ResponseReturnValue:
    one = open_return(return_id, me(), side.within(), lock=False)
    if one.evidence_id is None:
        raise NotFound
    return attachment(files.get(one.evidence_id))
