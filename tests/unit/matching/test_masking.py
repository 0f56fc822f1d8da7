"""What names somebody is taken out of free text; the rest stays."""

import pytest

from app.matching.masking import masked


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Atlas Grid pilote l’irrigation", "Atlas Grid", "pilote l’irrigation"),
        ("Chez ATLAS GRID, on pompe", "Atlas Grid", "Chez , on pompe"),
        ("Écrivez à salma@atlas-grid.example ou au +212 6 12 34 56 78.", None, "Écrivez à ou au ."),
        ("Voir https://atlas-grid.example/deck?x=1 vite", None, "Voir vite"),
        ("12 pompes et 250 000 dirhams", None, "12 pompes et 250 000 dirhams"),
        ("نور للطاقة تبيع الألواح", "نور للطاقة", "تبيع الألواح"),
        ("Un logiciel", "Un", "Un logiciel"),
        ("Gridlock des réseaux", "Grid", "Gridlock des réseaux"),
        ("a(b tient", "a(b", "tient"),
    ],
)
def test_names_and_addresses_leave_the_text(text, name, left):
    assert " ".join(masked(text, name).split()) == left
