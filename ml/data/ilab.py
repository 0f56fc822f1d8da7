"""Real project texts of the French i-Lab contest (Licence Ouverte, see LICENCE-ilab.md) and their sectors."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ml.features.text import fold

FILE = Path(__file__).with_name("ilab_texts.jsonl.gz")

CLUES = (
    ("agritech", r"agricol|agricult|agronom|semence|elevage|vigne|viticol|recolte|engrais|phytosanit|irrigation"),
    ("fintech", r"paiement|bancair|banque|financi|assurance|blockchain"),
    ("education", r"pedagog|eleves?\b|enseign|apprentissage scolaire|e-learning|formation en ligne"),
    ("tourism", r"touris|voyage|hotel|musee|patrimoine"),
    ("logistics", r"logistiq|transport de|livraison|entrepot|flotte|colis|chaine d'approvision"),
    ("commerce", r"e-commerce|commercant|magasin|consommateur|vente en ligne|grande distribution"),
    ("creative", r"jeux? video|musique|musical|audiovisuel|cinema|realite virtuelle|animation 3d|films?\b"),
    ("crafts", r"artisan|textile|bijou|cuir|bois\b|ceramique"),
    ("energy_water", r"energ|solaire|photovolt|hydrogene|batterie|eaux?\b|dechets|recyclage|biomasse|depollu"),
)
BY_LABEL = {
    "numerique": "software",
    "pharma_biotech": "health",
    "medtech": "health",
    "electronique": "industry",
    "mecanique": "industry",
    "genie_procedes": "energy_water",
    "chimie_materiaux": "industry",
    "chimie_environnement": "energy_water",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One laureate's summary with its domain label, year, and the sector we read from both."""

    key: str
    text: str
    label: str
    year: int
    sector: str


def sector_of(label: str, text: str) -> str:
    """Sector of a text: the first clue found twice in it, else the one its domain label stands for.

    Health texts keep their sector: their vocabulary (cells, water, energy) sets off other clues.
    """
    if BY_LABEL[label] == "health":
        return "health"
    folded = fold(text)
    for sector, clue in CLUES:
        if len(re.findall(clue, folded)) >= 2:
            return sector
    return BY_LABEL[label]


@cache
def texts() -> tuple[Text, ...]:
    """All shipped texts in the order of the file."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(
        Text(row["id"], row["text"], row["label"], row["year"], sector_of(row["label"], row["text"])) for row in rows
    )
