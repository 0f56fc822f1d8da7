"""Every form of the demonstration world, while the disk of the database is full."""

from html import unescape

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.web.refill import find_forms
from tests.walks.conftest import FoundForm, World


class FullDisk:
    """Each commit fails as SQLite and PostgreSQL fail without room; counts how often one was tried."""

    def __init__(self) -> None:
        self.tried = 0

    def __call__(self) -> None:
        self.tried += 1
        db.session.flush()
        db.session.rollback()
        raise sa.exc.OperationalError("COMMIT", {}, Exception("database or disk is full"))


def _values(page: str, found: FoundForm) -> dict[str, list[str]]:
    """What a browser would post from the page as it stands, with a word in each empty box."""
    form = next(
        (one for one in find_forms(page) if (one.action or found.action) in (found.form.action, found.action)), None
    )
    posted: dict[str, list[str]] = {}
    for control in form.controls if form else ():
        value = str(control.attributes.get("value") or "")
        if control.kind == "textarea":
            value = unescape(page[control.start : control.end]).strip() or "Un texte de plus"
        if control.kind in ("radio", "option"):
            posted[control.name] = [value]
        elif control.kind != "file":
            posted.setdefault(control.name, []).append(value or ("on" if control.kind == "checkbox" else "Un mot"))
    return posted


def test_no_form_thanks_before_its_work_is_done(walked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear page for whatever needed the disk, and no word of success kept for the next page."""
    clients = {role: walked.enter(role) for role in {one.role for one in walked.forms}}
    disk, wrong, reached = FullDisk(), [], []
    monkeypatch.setattr("app.core.db.commit", disk)
    monkeypatch.setitem(walked.app.config, "PROPAGATE_EXCEPTIONS", False)  # as in production: a page, not a trace
    for one in walked.forms:
        client, before = clients[one.role], disk.tried
        answer = client.post(one.action, data=_values(client.get(one.page).text, one))
        if disk.tried == before:
            continue
        reached.append(one.endpoint)
        with client.session_transaction() as session:
            kept = [words for _kind, words in session.get("_flashes", [])]
        if answer.status_code != 503 or kept:
            wrong.append((one.endpoint, answer.status_code, kept))

    assert wrong == []
    assert len(reached) > 20, reached
