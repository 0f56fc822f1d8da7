"""Home and the pages everybody needs."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.access import public
from app.web.public import bp


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    return render_template("errors/error.html", status=200, title="x", message="y", reference="z")


@bp.get("/help")
@public
def help_page() -> ResponseReturnValue:
    return home()


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return home()


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return home()
