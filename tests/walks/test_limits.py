"""A role for another site or another call opens nothing of what the whole role's pages offer to do."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import Role
from app.applications.models import Application
from app.core.db import db
from app.programmes.models import Opening, Site
from app.web.shown import FIELD
from tests.factories import grant, make_call, make_person
from tests.walks.conftest import FoundForm, World
from tests.walks.test_seen import posted_unchanged
from tests.web_client import put_session

TEAM = ("staff", "lead", "admin")
OWN = {
    "security.logout", "auth.account", "auth.sign_out_everywhere", "security.change_password",
    "security.two_factor_setup", "security.mf_recovery_codes",
}  # fmt: skip
"""One's own account."""
NOBODYS = {
    "events.event_new": "a limited role makes events at its own site; the service compares the site",
    "cohorts.find_startup": "the search looks among one's own startups only",
    "cohorts.edition_new": "the service compares the site",
    "cohorts.passes": "the page is that of one's own site",
    "board.dashboard_count": "counts the figures anew; nothing of a site is told",
    "public.event": "anybody may come",
    "staff.batch_prepare": "nothing of theirs is ready: answered in words, nothing is prepared",
    "staff.assign_send": "answers which files were left out, and why: none is assigned",
    "followup.verify_many": "rows outside one's startups are passed over",
    "board.review_agree": "leads and administrators of a site agree to nothing: refused by the service",
}


def _elsewhere(kind: str) -> dict[str, Any]:
    """A grant for a site or a call that nothing in the demonstration belongs to."""
    if kind == "call":
        return {"call_id": make_call().id}
    used = sa.select(Opening.site_id)
    site = db.session.scalars(sa.select(Site).where(Site.id.not_in(used)).order_by(Site.key)).first()
    assert site is not None
    return {"site_id": site.id}


def _opened(walked: World, found: FoundForm, person: Person) -> int:
    client: Any = walked.app.test_client()
    put_session(client, person)
    values = posted_unchanged(found, walked.pages[found.role, found.page])
    values = {name: value for name, value in values.items() if name not in ("csrf_token", FIELD)}
    savepoint = db.session.begin_nested()
    answer = client.send(found.action, values, page="/en/account")
    savepoint.rollback()
    return int(answer.status_code)


@pytest.mark.parametrize("kind", ["site", "call"])
@pytest.mark.parametrize("role", TEAM)
def test_a_role_limited_elsewhere_changes_nothing(walked: World, role: str, kind: str) -> None:
    person = grant(make_person(), Role(role), **_elsewhere(kind))
    forms = [one for one in walked.forms if one.role == role and one.endpoint not in OWN | set(NOBODYS)]

    opened = {found.endpoint: _opened(walked, found, person) for found in forms}

    assert {endpoint: status for endpoint, status in opened.items() if status not in (403, 404)} == {}
    assert forms or role == "lead"


@pytest.mark.parametrize("kind", ["site", "call"])
def test_a_role_limited_elsewhere_reads_no_file(walked: World, kind: str) -> None:
    person = grant(make_person(), Role.STAFF, **_elsewhere(kind))
    client: Any = walked.app.test_client()
    put_session(client, person)
    query = sa.select(Application.id).where(Application.submitted_at.is_not(None))
    if kind == "site":
        query = query.where(~Application.team_chooses)

    statuses = {
        client.get(f"/en/team/applications/{key}").status_code for key in db.session.scalars(query.limit(30)).all()
    }

    assert statuses == {404}
