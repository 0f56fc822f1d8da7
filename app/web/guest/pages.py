"""What a guest of the board reads: the dashboard and the frozen reviews, small groups left out."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.core.db import transaction
from app.core.errors import NotFound
from app.reports import review as reading
from app.reports.models import AnnualReview, BoardLink
from app.reports.services.give_link import note_visit
from app.reports.states import ReviewState
from app.web.access import public
from app.web.board import panels
from app.web.board.reviews import document, shown, workbook
from app.web.guest import bp, link_of


@bp.after_request
def never_store(response: Response) -> Response:
    """The address is the key: nobody keeps the page, and no other site learns where it came from."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _noted(link: BoardLink, page: str) -> None:
    with transaction():
        note_visit(link=link, page=page)


@bp.get("/guest/<token>")
@public
def dashboard(token: str) -> ResponseReturnValue:
    link = link_of(token)
    _noted(link, "dashboard")
    frozen = [one for one in reading.reviews() if one.state is ReviewState.FROZEN]
    shown = panels.rendered(panels.asked(), team=False, guest=True)
    return render_template("guest/dashboard.html", token=token, link=link, reviews=frozen, panels=shown)


def _frozen(token: str, number: int, page: str) -> tuple[BoardLink, AnnualReview]:
    """Only a frozen review is a document for the board."""
    link, found = link_of(token), reading.get(number)
    if found.state is not ReviewState.FROZEN:
        raise NotFound
    _noted(link, page)
    return link, found


@bp.get("/guest/<token>/reviews/<int:number>")
@public
def review(token: str, number: int) -> ResponseReturnValue:
    link, found = _frozen(token, number, f"review {number}")
    content = reading.content_of(found)
    return render_template("guest/review.html", token=token, link=link, **shown(found, content))


@bp.get("/guest/<token>/reviews/<int:number>.pdf")
@public
def review_document(token: str, number: int) -> ResponseReturnValue:
    return document(_frozen(token, number, f"review {number} PDF")[1])


@bp.get("/guest/<token>/reviews/<int:number>.xlsx")
@public
def review_workbook(token: str, number: int) -> ResponseReturnValue:
    return workbook(_frozen(token, number, f"review {number} XLSX")[1])
