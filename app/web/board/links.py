"""Links for board members: give, see what was read, take back."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.reports import board
from app.reports.services.give_link import give_link, revoke_link
from app.web.access import me, require_role
from app.web.board import bp
from app.web.board.forms import LinkForm
from app.web.guest import address_of

GIVERS = (Role.DIRECTOR, Role.ADMIN)


@bp.route("/board-links", methods=["GET", "POST"])
@require_role(*GIVERS)
def links() -> ResponseReturnValue:
    form = LinkForm.from_request(data={"key": str(uuid.uuid4())})
    if form.submitted_and_valid():
        try:
            with transaction():
                given = give_link(
                    link_id=form.link_id(), label=form.label.data or "", expires_at=form.expires_at(), actor=me()
                )
            flash(_("The link is made. Copy it from the list."))
            return redirect(url_for(".links", _anchor=f"link-{given.id}"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    listed = board.links()
    return render_template(
        "board/links.html", form=form,
        listed=[(one, count, board.is_open(one), address_of(one)) for one, count in listed],
        people=accounts.names([one.created_by_id for one, _count in listed]),
    ), 422 if form.problems() else 200  # fmt: skip


@bp.get("/board-links/<uuid:link_id>")
@require_role(*GIVERS)
def link_visits(link_id: uuid.UUID) -> ResponseReturnValue:
    read = [(one.at, page_words(one.page)) for one in board.visits(link_id)]
    return render_template("board/visits.html", link=board.link(link_id), visits=read)


def page_words(page: str) -> str:
    """“dashboard”, “review 2024 PDF” as the log keeps them, in the reader’s language."""
    kind, year, ending = (*page.split(" "), "", "")[:3]
    if kind != "review":
        return str(_("Dashboard"))
    if ending:
        return str(_("Review %(year)s, as %(format)s", year=year, format=ending))
    return str(_("Review %(year)s", year=year))


@bp.post("/board-links/<uuid:link_id>/revoke")
@require_role(*GIVERS)
def link_revoke(link_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        revoke_link(link_id=link_id, actor=me())
    flash(_("The link opens nothing any more."))
    return redirect(url_for(".links"), 303)
