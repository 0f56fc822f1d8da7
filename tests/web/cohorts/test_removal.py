"""The page that removes a residence."""

import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.models import Residence
from app.core.db import db
from tests.factories import grant, make_call, make_person, make_site
from tests.services.cohorts.rows import make_residence


def test_a_residence_is_removed_with_a_reason(desk):
    residence = make_residence(site := make_site())
    page = f"/en/team/residences/{residence.id}"

    link = desk.get(page).text
    refused = desk.send(f"{page}/remove", {"reason": ""})
    done = desk.send(f"{page}/remove", {"reason": "Saisi deux fois."})

    assert f'href="{page}/remove"' in link
    assert (refused.status_code, 'href="#reason"' in refused.text) == (422, True)
    assert (done.status_code, done.location) == (303, f"/en/team/sites/{site.key}/residences")
    assert db.session.scalars(sa.select(Residence)).all() == []
    assert "The residence is removed." in desk.get(done.location).text


def test_who_only_reads_the_site_removes_nothing(sign_in):
    residence = make_residence()
    reader = sign_in(grant(make_person(), Role.STAFF, call_id=make_call().id))
    elsewhere = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))

    pages = [client.get(f"/en/team/residences/{residence.id}/remove").status_code for client in (reader, elsewhere)]

    assert pages == [404, 404]
    assert db.session.scalars(sa.select(Residence)).one().id == residence.id
