"""The list and the map of the sites."""

from app.programmes.states import SiteState
from app.reports.maps import Place, dots, position
from tests.factories import make_site


def test_open_and_announced_sites_stand_apart(client):
    make_site(name={"fr": "Rabat"})
    make_site(name={"fr": "Fès"}, status=SiteState.PLANNED)

    text = client.get("/en/sites").text

    assert text.index("Rabat") < text.index("Announced, not open yet") < text.index("Fès")
    assert "OpenStreetMap" in text


def test_places_are_drawn_where_they_are():
    tanger, agadir = position(35.77, -5.80), position(30.42, -9.60)

    assert tanger[0] > agadir[0]
    assert tanger[1] < agadir[1]


def test_sites_of_one_city_share_a_dot_and_labels_do_not_collide(app):
    first, second = Place("Agadir Cité", -9.6, 30.42, planned=True), Place("Agadir", -9.6, 30.42)

    found = dots([first, second, Place("Tiznit", -9.73, 29.7), Place("nulle part", None, None)])

    assert [dot["t"] for dot in found] == ["Agadir", "Tiznit"]
