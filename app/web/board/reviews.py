"""The yearly reviews: begin, write, agree, freeze, and take away."""

from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.roles import Role
from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import LANGUAGES, NAMES, language, localized, long_date
from app.reports import charts, maps, policy, review_pdf, review_xlsx, words
from app.reports import review as reading
from app.reports.models import AnnualReview
from app.reports.services.approve_review import approve_review, freeze_review
from app.reports.services.write_review import begin_review, write_review
from app.reports.states import NAMES as STATES
from app.reports.states import ReviewState
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import YearForm, read_year
from app.web.downloads import disposition
from app.web.errors import words as said

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/yearly-reviews", methods=["GET", "POST"])
@require_role(*policy.BOARD)
def reviews() -> ResponseReturnValue:
    form = YearForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                begun = begin_review(year=read_year(form.year.data), actor=me())
            return redirect(url_for(".review", number=begun.year), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    listed = reading.reviews()
    return render_template(
        "board/reviews.html", listed=listed, states=STATES, form=form, can_write=policy.can_write_review(me()),
        suggested=today().year - 1,
    ), 422 if form.problems() else 200  # fmt: skip


def shown(found: AnnualReview, content: dict[str, Any]) -> dict[str, Any]:
    """What the document's page needs, for a reader of the board and for a guest."""
    return {
        "review": found,
        "content": content,
        "sections": reading.SECTIONS,
        "lines": {key: [_line(entry) for entry in entries] for key, entries in content["figures"].items()},
        "brief": [_line(entry) for entry in content["brief"]],
        "texts": {key: review_pdf.paragraphs(localized(texts)) for key, texts in content["texts"].items()},
        "targets": [row for one in content["targets"] for row in review_pdf.target_lines(one)],
        "planned": [review_pdf.planned_line(one) for one in content["planned"]],
        "launched": [
            (localized(one["programme"]), [localized(site["name"]) for site in one["sites"]])
            for one in content["launched"]
        ],
        "opened": [(localized(one["name"]), localized(one["region"]), one["on"]) for one in content["opened"]],
        "map": {"values": content["map"]["regions"], "dots": maps.dots(charts.places(content["map"]["sites"]))},
        "states": STATES,
    }


def _line(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": entry["indicator"], "name": review_pdf.name_of(entry), "value": words.of(entry),
        "answered": words.answered(entry), "before": words.change(entry), "origin": words.origin(entry),
        "published": entry["origin"] == "published", "source": _(entry["source"]), "formula": words.formula(entry),
        "sha": entry["rows_sha256"][:12],
    }  # fmt: skip


@bp.get("/yearly-reviews/<int:number>")
@require_role(*policy.BOARD)
def review(number: int) -> ResponseReturnValue:
    return _page(number)


def _page(number: int, problem: str = "") -> ResponseReturnValue:
    found = reading.get(number)
    content = reading.content_of(found)
    approvals = reading.approvals(found)
    return render_template(
        "board/review.html",
        **shown(found, content),
        sha256=reading.digest(content),
        approvals=approvals,
        people=accounts.names([*(one.person_id for one in approvals), found.frozen_by_id]),
        agreed=any(one.person_id == me().id for one in approvals),
        can_write=policy.can_write_review(me()) and found.state is not ReviewState.FROZEN,
        can_agree=policy.can_approve_review(me()) and found.state is not ReviewState.FROZEN,
        can_freeze=policy.can_write_review(me()) and found.state is ReviewState.APPROVED,
        problem=problem,
    ), 409 if problem else 200  # fmt: skip


@bp.route("/yearly-reviews/<int:number>/texts", methods=["GET", "POST"])
@require_role(Role.DIRECTOR, Role.LEAD)
def review_texts(number: int) -> ResponseReturnValue:
    found = reading.get(number)
    texts: dict[str, dict[str, str]] = {key: dict(found.texts.get(key, {})) for key in reading.SECTIONS}
    problem = field = ""
    version = found.row_version
    if request.method == "POST":
        texts = {key: {code: request.form.get(f"{key}-{code}", "") for code in LANGUAGES} for key in reading.SECTIONS}
        seen = request.form.get("row_version", "")
        try:
            with transaction():
                write_review(year=number, actor=me(), texts=texts, row_version=int(seen) if seen.isdecimal() else 0)
            flash(_("The texts are saved."))
            return redirect(url_for(".review", number=number), 303)
        except (Conflict, InvalidInput) as error:
            problem, field = said(error), error.field or ""
    return render_template(
        "board/review_texts.html", review=found, texts=texts, sections=reading.SECTIONS, languages=NAMES,
        version=version, problems=[(field, problem)] if problem else [], saved=found.texts,
    ), 422 if problem else 200  # fmt: skip


@bp.post("/yearly-reviews/<int:number>/agree")
@require_role(*policy.BOARD)
def review_agree(number: int) -> ResponseReturnValue:
    try:
        with transaction():
            found = approve_review(year=number, actor=me(), seen_sha256=request.form.get("sha256", ""))
    except Conflict as error:
        return _page(number, said(error))
    flash(
        _("Two people agree: the review can be frozen.")
        if found.state is ReviewState.APPROVED
        else _("Your agreement is noted. Another person has to agree too.")
    )
    return redirect(url_for(".review", number=number), 303)


@bp.post("/yearly-reviews/<int:number>/freeze")
@require_role(Role.DIRECTOR, Role.LEAD)
def review_freeze(number: int) -> ResponseReturnValue:
    try:
        with transaction():
            freeze_review(year=number, actor=me())
    except Conflict as error:
        return _page(number, said(error))
    flash(_("The review is frozen. Its content has a hash and does not change any more."))
    return redirect(url_for(".review", number=number), 303)


@bp.get("/yearly-reviews/<int:number>.pdf")
@require_role(*policy.BOARD)
def review_document(number: int) -> ResponseReturnValue:
    return document(reading.get(number))


@bp.get("/yearly-reviews/<int:number>.xlsx")
@require_role(*policy.BOARD)
def review_workbook(number: int) -> ResponseReturnValue:
    return workbook(reading.get(number))


def document(found: AnnualReview) -> Response:
    """The PDF in the language of the address."""
    content = reading.content_of(found)
    made = review_pdf.render(
        content, operator=current_app.config["OPERATOR_NAME"], language=language(), status=status(found, content)
    )
    return _download(made, PDF, f"wijha-{_('review')}-{found.year}-{language()}.pdf")


def workbook(found: AnnualReview) -> Response:
    made = review_xlsx.render(reading.content_of(found), language=language())
    return _download(made, XLSX, f"wijha-{_('review')}-{found.year}-{language()}.xlsx")


def status(found: AnnualReview, content: dict[str, Any]) -> str:
    """A sentence on the first page: a draft never looks like the final document."""
    if found.frozen_at is not None:
        day = long_date(found.frozen_at)
        return str(_("Frozen on %(date)s. Hash of the content (SHA-256): %(hash)s", date=day, hash=found.sha256))
    draft = _("Draft of %(date)s, not approved yet. Hash of the content: %(hash)s", date=long_date(today()),
              hash=reading.digest(content)[:16])  # fmt: skip
    return str(draft)


def _download(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": disposition(name), "Cache-Control": "private, no-store"}
    return Response(content, mimetype=media_type, headers=headers)
