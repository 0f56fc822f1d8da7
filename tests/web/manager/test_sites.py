"""Sites: created and changed."""

from app.programmes import queries
from app.programmes.states import SiteState
from tests.factories import make_region, make_site

FILLED = {
    "name-fr": "Fès", "name-ar": "فاس", "name-en": "Fez", "description-fr": "a", "description-ar": "b",
    "description-en": "c", "region_code": "MA-06", "status": "planned", "latitude": "34.03", "longitude": "-5.0",
    "facilities": "Salle\n\nCafé",
}  # fmt: skip


def test_a_site_is_created(client_of):
    make_region()

    answer = client_of.send("/en/admin/sites/new", {**FILLED, "key": "fes"})

    made = queries.site("fes")
    assert answer.status_code == 303
    assert (made.status, made.longitude, made.facilities) == (SiteState.PLANNED, -5.0, ["Salle", "Café"])


def test_a_slip_in_the_latitude_is_told(client_of):
    make_region()

    page = client_of.send("/en/admin/sites/new", {**FILLED, "key": "fes", "latitude": "nord"})

    assert page.status_code == 422
    assert "Write a number like 33.57." in page.text


def test_a_site_is_changed(client_of):
    site = make_site()

    answer = client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "status": "paused"})

    assert answer.status_code == 303
    assert queries.site(site.key).status is SiteState.PAUSED


def test_the_address_of_the_form_is_no_key(client_of):
    make_region()

    page = client_of.send("/en/admin/sites/new", {**FILLED, "key": "new"})

    assert page.status_code == 422
    assert "Choose another short name." in page.text
