"""Every page and every download of every role arrives whole, through gunicorn, on both databases."""

import csv
import io
from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from app.cli.demo.accounts import FOLLOWED, PARTNER, ROLES
from app.core.i18n import speaking
from app.reports.exports import cell_separator
from tests.servers import Visitor

ADDRESSES = {"": "", **dict(ROLES), "startup": FOLLOWED[1], "partner": PARTNER}
TABLES = {
    "": {"public.impact_csv"},
    "lead": {"staff.export", "board.indicator_export"},
    "admin": {"staff.export", "matcher.fairness_export"},
    "director": {"board.dashboard_export", "board.indicator_export", "board.review_workbook", "board.review_document"},
}
"""Downloads that a role must have met on its way."""


def visit_everything(app, visitor):
    """endpoint → (address, answer) of one page of each kind that links reach."""
    adapter, found, followed = app.url_map.bind("localhost"), {}, set()
    waiting = ["/en/", "/en/welcome", "/en/impact"]
    while waiting:
        path = waiting.pop(0)
        try:
            endpoint, values = adapter.match(urlsplit(path).path)
        except HTTPException:
            continue
        kind = (endpoint, values.get("ending"))
        if endpoint == "static" or kind in found:
            continue
        answer = visitor.get(path)
        if answer.status in (302, 303):
            target = urljoin(path, urlsplit(answer.headers["Location"]).path)
            if target not in followed:
                waiting.insert(0, target)
                followed.add(target)
            continue
        found[kind] = (path, answer)
        if answer.headers.get_content_type() == "text/html":
            waiting += [urljoin(path, link.partition("#")[0]) for link in visitor.links_in(answer)
                        if link.startswith(("/en/", "?"))]  # fmt: skip
    return found


@pytest.mark.parametrize("role", ADDRESSES)
def test_every_page_and_download_of_a_role_arrives(server, app, role):
    found = visit_everything(app, Visitor(server, ADDRESSES[role]))

    assert {path: answer.status for path, answer in found.values() if answer.status >= 400} == {}
    assert TABLES.get(role, set()) <= {endpoint for endpoint, _ in found}
    for path, answer in found.values():
        assert len(answer.headers.get_all("Content-Type")) == 1
        assert answer.headers["Content-Type"].count("charset") <= 1, path
        if answer.headers.get_content_type() == "text/csv":
            widths = {len(row) for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))}
            assert len(widths) == 1, path


@pytest.mark.parametrize("code", ["fr", "ar", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_list_of_files_arrives_whole_with_its_answers(server, code, ending):
    lead = Visitor(server, ADDRESSES["lead"])
    inbox = urlsplit(lead.get(f"/{code}/team").headers["Location"]).path

    answer = lead.get(f"{inbox}.{ending}?column=contact_mail&column=pitch")

    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    if ending == "csv":
        with speaking(code):
            rows = list(csv.reader(io.StringIO(answer.text), delimiter=cell_separator()))
        assert len(rows) > 20
        assert {len(row) for row in rows} == {13}
        assert all("@" in row[11] for row in rows[1:])
