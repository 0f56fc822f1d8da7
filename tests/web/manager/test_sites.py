"""Sites: created and changed."""

from app.programmes import queries
from app.programmes.states import SiteState
from tests.factories import form_version, make_region, make_site

FILLED = {
    "name-fr": "Fès", "name-ar": "فاس", "name-en": "Fez", "description-fr": "a", "description-ar": "b",
    "description-en": "c", "region_code": "MA-06", "status": "planned", "latitude": "34.03", "longitude": "-5.0",
    "facilities": ["office", "lab"], "vocation": ["agritech"],
}  # fmt: skip


def test_a_site_is_created(client_of):
    make_region()
    form_version()

    answer = client_of.send("/en/admin/sites/new", {**FILLED, "key": "fes"})

    made = queries.site("fes")
    assert answer.status_code == 303
    assert (made.status, made.longitude) == (SiteState.PLANNED, -5.0)
    assert (made.facilities, made.vocation) == (["office", "lab"], ["agritech"])


def test_a_slip_in_the_latitude_is_told(client_of):
    make_region()

    page = client_of.send("/en/admin/sites/new", {**FILLED, "key": "fes", "latitude": "nord"})

    assert page.status_code == 422
    assert "Write a number like 33.57." in page.text


def test_a_site_is_changed(client_of):
    site = make_site()
    form_version()

    answer = client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "status": "paused"})

    assert answer.status_code == 303
    assert queries.site(site.key).status is SiteState.PAUSED


def test_the_address_of_the_form_is_no_key(client_of):
    make_region()

    page = client_of.send("/en/admin/sites/new", {**FILLED, "key": "new"})

    assert page.status_code == 422
    assert "Choose another short name." in page.text


def test_only_places_and_sectors_of_the_form_can_be_ticked_and_what_stood_there_stays(client_of):
    site = make_site(facilities=["Café"])
    form_version()
    client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "facilities": ["Café", "lab"], "vocation": []})

    page = client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "facilities": ["mentoring"]})

    assert page.status_code == 422
    assert (queries.site(site.key).facilities, queries.site(site.key).vocation) == (["Café", "lab"], [])


def test_workplaces_are_a_number_or_not_known(client_of):
    site = make_site()
    form_version()

    client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "workplaces": "120"})
    known = queries.site(site.key).workplaces
    refused = client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "workplaces": "beaucoup"})
    client_of.send(f"/en/admin/sites/{site.key}", {**FILLED, "workplaces": ""})

    assert (known, refused.status_code, queries.site(site.key).workplaces) == (120, 422, None)
