"""Names and addresses that a blind reviewer may not read, however they are spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reviews.masking import Mask

MASK = Mask(
    whole=frozenset({"atlasgrid", "salmaberrada", "اطلس", "eau"}),
    words=frozenset({"salma", "berrada", "سلمي"}),
    hosts=frozenset({"atlasgrid.ma", "agri.io"}),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Chez Atlas Grid, nous", "Chez *, nous"),
        ("ATLAS-GRID et AtlasGrid", "* et *"),
        ("l’Átlas  Grîd.", "l’*."),
        ("Les AtlasGrids d’ici", "Les * d’ici"),
        ("A\u200btlas Gr\u00adid", "*"),
        ("Salma et Mme BERRADA", "* et Mme *"),
        ("Salmane reste", "Salmane reste"),
        ("écrivez à contact@autre.org ou www.autre.org/x", "écrivez à * ou *"),
        ("sur agri.io et app.agri.io/demo", "sur * et *"),
        ("https://linkedin.com/in/salma", "*"),
        ("مشروع أطلس وبأطلس", "مشروع * وب*"),
        ("سلمى بنفسها", "* بنفسها"),
        ("De l’eau, pas un bureau", "De l’*, pas un bureau"),
        ("Node.js, 3.5 et Booking.com", "Node.js, 3.5 et Booking.com"),
    ],
)
def test_a_name_is_hidden_in_every_spelling(text, shown):
    assert MASK.hide(text, "*") == shown


@given(st.text(), st.text())
def test_what_stands_around_a_name_stays(before, after):
    if "@" in before + after or "/" in before + after or "." in before + after or "w" in (before + after).lower():
        return
    hidden = MASK.hide(f"{before} Atlas Grid {after}", "*")

    assert "Atlas Grid" not in hidden
    assert "*" in hidden


def test_nothing_named_changes_nothing():
    assert (
        Mask(frozenset(), frozenset(), frozenset()).hide("Un texte, ligne\npar ligne.", "*")
        == "Un texte, ligne\npar ligne."
    )
