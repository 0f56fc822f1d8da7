"""What the network reached, for everybody: indicators the director opened, and the same as open data."""

import json

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.i18n import language
from app.reports import impact, words
from app.web.access import public
from app.web.board import lines
from app.web.downloads import send_csv, send_made
from app.web.public import bp


@bp.get("/impact")
@public
def impact_page() -> ResponseReturnValue:
    listed = impact.public()
    standing = impact.standing([one.key for one in listed])
    by_key = {one.key: [row for row in standing if row.indicator == one.key and row.shown] for one in listed}
    return render_template(
        "public/impact.html",
        listed=listed,
        figures=by_key,
        drawings={one.key: lines.drawings(one, by_key[one.key]) for one in listed},
        words=words,
        fields=impact.FIELDS,
    )


@bp.get("/impact/data.csv")
@public
def impact_csv() -> ResponseReturnValue:
    header = list(impact.FIELDS)
    rows = ([record[name] for name in header] for record in impact.records())
    return send_csv(header, rows, _name("csv"), private=False)


@bp.get("/impact/data.json")
@public
def impact_json() -> ResponseReturnValue:
    content = {"licence": _("Open data of the operator: name the source."), "language": language(),
               "dictionary": impact.dictionary(), "records": list(impact.records())}  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return send_made(text, "application/json", _name("json"), private=False)


def _name(ending: str) -> str:
    return f"wijha-impact-{language()}.{ending}"
