"""The card of a version as blocks of a page."""

from app.web.matcher.card import Block, Card, read

TEXT = """# Titre

## Un
Deux lignes
de texte.

- `abc`
- Graine : 1

## Deux

| Famille | avec |
|---|---|
| `sector` | 1,0 |
"""


def test_the_little_markdown_of_the_card_is_read():
    assert read(TEXT, {"sector": "Secteur"}) == Card(
        "Titre",
        [
            ("Un", [Block("text", "Deux lignes de texte."), Block("list", rows=[["abc"], ["Graine : 1"]])]),
            ("Deux", [Block("table", rows=[["Famille", "avec"], ["Secteur", "1,0"]])]),
        ],
    )
