"""Programmes and sites edited, and the seeded catalogue brought in."""

import pytest

from app.accounts.roles import Role
from app.core import audit
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed
from app.decisions.queries import reasons
from app.decisions.services.import_reasons import import_reasons
from app.programmes import queries
from app.programmes.models import Programme, Region, Site
from app.programmes.services.edit_programme import create_programme, edit_programme
from app.programmes.services.edit_site import create_site, edit_site
from app.programmes.services.import_catalogue import import_catalogue
from tests.factories import make_person, make_programme, make_site, texts


def test_an_edit_keeps_what_was_before():
    admin, programme = make_person(Role.ADMIN), make_programme()

    with transaction():
        edit_programme(actor=admin, key=programme.key, values={"tagline": texts("Neuf"), "published": True})

    event = audit.history(programme.id)[0]
    assert (event.before, event.after) == ({"tagline": texts("Pour lancer.")}, {"tagline": texts("Neuf")})


def test_keys_are_unique_and_rights_checked():
    admin, programme, site = make_person(Role.ADMIN), make_programme(), make_site()
    values = {name: getattr(programme, name) for name in ("name", "tagline", "description", "audience")}
    place = {"name": texts("a"), "description": texts("b"), "region_code": site.region_code, "status": "open"}

    with pytest.raises(Conflict), transaction():
        create_programme(actor=admin, key=programme.key, values=values)
    with pytest.raises(Conflict), transaction():
        create_site(actor=admin, key=site.key, values=place)
    with pytest.raises(NotAllowed), transaction():
        edit_site(actor=make_person(Role.STAFF), key=site.key, values=place)
    with transaction():
        create_programme(actor=admin, key="autre", values=values)
        create_site(actor=admin, key="ailleurs", values=place)
        edit_site(actor=admin, key="ailleurs", values={"status": "paused"})
    assert queries.site("ailleurs").status == "paused"


def test_the_seed_is_the_operators_catalogue_and_never_overwrites():
    with transaction():
        import_catalogue()
        import_reasons()
    with transaction():
        db.session.query(Programme).filter_by(key="start").one().name = texts("Édité")
    with transaction():
        assert import_catalogue() == 0
        assert import_reasons() == 0

    assert queries.programme("start").name["fr"] == "Édité"
    assert db.session.query(Region).count() == 12
    assert {site.key for site in db.session.query(Site).filter_by(status="planned")} == {
        "fes", "oujda", "tiznit", "khemisset",
    }  # fmt: skip
    assert db.session.query(Programme).count() == 9
    assert len(reasons()) == 8


def test_unknown_values_of_the_seed_stay_empty():
    with transaction():
        import_catalogue()

    assert queries.site("fes").opened_on is None
    assert queries.programme("hosting").duration_months == []
