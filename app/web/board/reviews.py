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
from app.reports.services.write_review import begin_review, clashes, merged, write_review
from app.reports.states import NAMES as STATES
from app.reports.states import ReviewState
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import YearForm, read_year
from app.web.downloads import PDF, XLSX, send_made
from app.web.errors import words as said


@bp.route("/yearly-reviews", methods=["GET", "POST"])
@require_role(*policy.BOARD, limited=True)
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
        "opened": [
            (localized(one["name"]), localized(one["region"]), review_pdf.day_words(one["on"]))
            for one in content["opened"]
        ],
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
@require_role(*policy.BOARD, limited=True)
def review(number: int) -> ResponseReturnValue:
    return _page(number)


def _page(number: int, problem: str = "") -> ResponseReturnValue:
    found = reading.get(number)
    content = reading.content_of(found)
    sha256 = reading.digest(content)
    approvals = reading.approvals(found)
    counting = [one.person_id for one in approvals if one.sha256 == sha256]
    is_frozen, is_agreed = found.state is ReviewState.FROZEN, policy.is_agreed(counting)
    return render_template(
        "board/review.html",
        **shown(found, content),
        sha256=sha256,
        approvals=approvals,
        outdated=not is_frozen and len(counting) < len(approvals),
        people=accounts.names([*(one.person_id for one in approvals), found.frozen_by_id]),
        agreed=me().id in counting,
        has_figures=any(content["figures"].values()),
        state=ReviewState.DRAFT if found.state is ReviewState.APPROVED and not is_agreed else found.state,
        can_write=policy.can_write_review(me()) and not is_frozen,
        can_agree=policy.can_approve_review(me()) and not is_frozen and any(content["figures"].values()),
        can_freeze=policy.can_write_review(me()) and found.state is ReviewState.APPROVED and is_agreed,
        problem=problem,
    ), 409 if problem else 200  # fmt: skip


@bp.route("/yearly-reviews/<int:number>/texts", methods=["GET", "POST"])
@require_role(Role.DIRECTOR, Role.LEAD)
def review_texts(number: int) -> ResponseReturnValue:
    found = reading.get(number)
    seen = texts = found.texts
    problem = field = ""
    both: list[tuple[str, str]] = []
    if request.method == "POST":
        texts, seen = _typed(""), _typed("seen-")
        try:
            with transaction():
                write_review(year=number, actor=me(), texts=texts, seen=seen)
            flash(_("The texts are saved."))
            return redirect(url_for(".review", number=number), 303)
        except (Conflict, InvalidInput) as error:
            problem, field = said(error), error.field or ""
        found = reading.get(number)
        both = clashes(texts, seen, found.texts)
        texts = merged(texts, seen, found.texts)
    return render_template(
        "board/review_texts.html", review=found, texts=texts, sections=reading.SECTIONS, languages=NAMES,
        problems=[(field, problem)] if problem else [], saved=found.texts, clashes=both,
    ), 422 if problem else 200  # fmt: skip


def _typed(prefix: str) -> dict[str, dict[str, str]]:
    return {
        key: {code: request.form.get(f"{prefix}{key}-{code}", "") for code in LANGUAGES} for key in reading.SECTIONS
    }


@bp.post("/yearly-reviews/<int:number>/agree")
@require_role(*policy.BOARD, limited=True)
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
@require_role(*policy.BOARD, limited=True)
def review_document(number: int) -> ResponseReturnValue:
    return document(reading.get(number))


@bp.get("/yearly-reviews/<int:number>.xlsx")
@require_role(*policy.BOARD, limited=True)
def review_workbook(number: int) -> ResponseReturnValue:
    return workbook(reading.get(number))


def document(found: AnnualReview) -> Response:
    """The PDF in the language of the address."""
    content = reading.content_of(found)
    made = review_pdf.render(
        content, operator=current_app.config["OPERATOR_NAME"], language=language(), status=status(found, content)
    )
    return send_made(made, PDF, f"wijha-{_('review')}-{found.year}-{language()}.pdf")


def workbook(found: AnnualReview) -> Response:
    made = review_xlsx.render(reading.content_of(found), language=language())
    return send_made(made, XLSX, f"wijha-{_('review')}-{found.year}-{language()}.xlsx")


def status(found: AnnualReview, content: dict[str, Any]) -> str:
    """A sentence on the first page: a draft never looks like the final document."""
    if found.frozen_at is not None:
        day = long_date(found.frozen_at)
        return str(_("Frozen on %(date)s. Hash of the content (SHA-256): %(hash)s", date=day, hash=found.sha256))
    sha256 = reading.digest(content)
    counting = [one for one in reading.approvals(found) if one.sha256 == sha256]
    if found.state is ReviewState.APPROVED and policy.is_agreed(one.person_id for one in counting):
        day = long_date(max(one.approved_at for one in counting))
        return str(_("Approved on %(date)s, not frozen yet. Hash of the content: %(hash)s", date=day, hash=sha256[:16]))
    return str(
        _("Draft of %(date)s, not approved yet. Hash of the content: %(hash)s", date=long_date(today()),
          hash=sha256[:16])
    )  # fmt: skip
