"""The trace: filtered, paged, checked."""

import sqlalchemy as sa

from app.core.audit import AuditEvent
from app.core.db import db
from tests.factories import make_application


def test_events_are_filtered_by_act_and_thing(client_of):
    application = make_application()

    page = client_of.get(f"/en/admin/audit?action=application.submit&subject={application.id}").text
    none = client_of.get("/en/admin/audit?subject=nothing").text

    assert page.count('<bdi dir="ltr">application.submit</bdi>') == 1
    assert "No event matches" in none


def test_a_whole_chain_is_said_to_be_whole(client_of):
    make_application()

    assert "The chain is whole" in client_of.send("/en/admin/audit").text


def test_the_next_page_goes_on_where_the_first_ends(client_of):
    for _ in range(9):
        make_application()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) > 50

    first = client_of.get("/en/admin/audit").text
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")

    assert client_of.get(following).text.count('<small class="xs muted num">') > 0
