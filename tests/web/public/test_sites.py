"""The list and the map of the sites."""

from app.programmes.states import SiteState
from app.web.public.sites import dots, position
from tests.factories import make_site

PROJECTION = {"x0": -0.2985320514942031, "y1": 0.6723747558644255, "k": 1380.2613753525504, "pad": 6}


def test_open_and_announced_sites_stand_apart(client):
    make_site(name={"fr": "Rabat"})
    make_site(name={"fr": "Fès"}, status=SiteState.PLANNED)

    text = client.get("/en/sites").text

    assert text.index("Rabat") < text.index("Announced, not open yet") < text.index("Fès")
    assert "OpenStreetMap" in text


def test_places_are_drawn_where_they_are():
    tanger, agadir = position(35.77, -5.80, PROJECTION), position(30.42, -9.60, PROJECTION)

    assert tanger[0] > agadir[0]
    assert tanger[1] < agadir[1]


def test_sites_of_one_city_share_a_dot_and_labels_do_not_collide(app):
    first = make_site(name={"fr": "Agadir Cité"}, latitude=30.42, longitude=-9.6)
    second = make_site(name={"fr": "Agadir"}, latitude=30.42, longitude=-9.6)
    third = make_site(name={"fr": "Tiznit"}, latitude=29.7, longitude=-9.73)

    found = dots([first, second, third], PROJECTION)

    assert [dot["t"] for dot in found] == ["Agadir", "Tiznit"]
