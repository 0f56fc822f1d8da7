"""The model card as blocks of a page: it is written in the little Markdown of ml.card, nothing else is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list (`rows` of one cell) or a table (`rows`, the first one its head)."""

    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """A title and sections of a heading and its blocks."""

    title: str
    sections: list[tuple[str, list[Block]]]


def read(markdown: str, names: Mapping[str, str]) -> Card:
    """`names` replaces words in code marks, such as the keys of families."""
    head, *parts = markdown.split("\n## ")
    sections = []
    for part in parts:
        heading, _, text = part.partition("\n")
        sections.append((heading, list(_blocks(text, names))))
    return Card(head.strip().lstrip("# "), sections)


def _blocks(text: str, names: Mapping[str, str]) -> Iterator[Block]:
    for part in filter(None, (one.strip() for one in text.split("\n\n"))):
        lines = part.splitlines()
        if all(line.startswith("|") for line in lines):
            cells = [[_words(cell, names) for cell in line.strip("|").split("|")] for line in lines]
            yield Block("table", rows=[row for row in cells if not set("".join(row)) <= set("-: ")])
        elif all(line.startswith("- ") for line in lines):
            yield Block("list", rows=[[_words(line[2:], names)] for line in lines])
        else:
            yield Block("text", text=_words(" ".join(lines), names))


def _words(text: str, names: Mapping[str, str]) -> str:
    plain = text.strip()
    if plain.startswith("`") and plain.endswith("`"):
        return names.get(plain.strip("`"), plain.strip("`"))
    return plain.replace("`", "")
