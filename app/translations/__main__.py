"""python -m app.translations extract | compile | check."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
APP = FOLDER.parent
LANGUAGES = ("fr", "ar", "en")
WRITTEN_IN = "en"
"""The texts of the code are English: this catalogue may stay empty."""
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "_l": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {
    "**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do", "silent": "false"}
}
EMPTY_HEADERS = (
    '"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Report-Msgid', '"Language-Team', '"Generated-By',
    '"Project-Id-Version',
)  # fmt: skip
ARABIC_PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)
"""The six forms in gettext's order (zero, one, two, few, many, other); Babel's own header swaps two of them."""


def _path(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """Every marked text of the code and the templates."""
    catalog = Catalog(project="Wijha", charset="utf-8")
    for _name, _line, message, _comments, context in extract_from_dir(
        str(APP), METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    ):
        catalog.add(message, None, context=context)
    return catalog


def _read(code: str) -> Catalog:
    if not _path(code).exists():
        return Catalog(locale=code, project="Wijha", charset="utf-8")
    with _path(code).open("rb") as file:
        return read_po(file, locale=code)


def _write(code: str, catalog: Catalog) -> None:
    catalog.header_comment = f"# Texts of Wijha: {code}."
    catalog.fuzzy = False
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, sort_output=True, no_location=True, width=0, include_previous=False)
    text = buffer.getvalue().decode("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(EMPTY_HEADERS)]
    if code == "ar":
        lines = [f'"Plural-Forms: {ARABIC_PLURALS}\\n"' if line.startswith('"Plural-Forms') else line for line in lines]
    _path(code).parent.mkdir(parents=True, exist_ok=True)
    _path(code).write_text("\n".join(lines) + "\n", encoding="utf-8")


def extract() -> int:
    """Add new texts to each catalogue, drop the ones no longer used; translations stay."""
    template = extracted()
    for code in LANGUAGES:
        catalog = _read(code)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(code, catalog)
        waiting = 0 if code == WRITTEN_IN else len(missing(code))
        print(f"{code}: {waiting} of {len(catalog)} texts to translate" if waiting else f"{code}: complete")
    return 0


def missing(code: str) -> list[str]:
    """Texts without a translation, or with a fuzzy one, or with other placeholders than the original."""
    found = []
    catalog = _read(code)
    for message in catalog:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong = message.fuzzy or not all(forms) or (code == "ar" and message.pluralizable and len(forms) != 6)
        if wrong or list(message.check(catalog)):
            found.append(str(message.id[0] if isinstance(message.id, tuple | list) else message.id))
    return found


def compile_all() -> int:
    """Write the machine files next to the readable ones, where these are newer."""
    for code in LANGUAGES:
        source, target = _path(code), _path(code).with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, _read(code))
    return 0


def check() -> int:
    """1 when a text of the code is in no catalogue, or one is not translated (English may stay as written)."""
    wanted = {message.id for message in extracted() if message.id}
    problems = 0
    for code in ("fr", "ar"):
        known = {message.id for message in _read(code) if message.id}
        for text in sorted(str(one) for one in wanted - known):
            print(f"{code}: not collected: {text}")
            problems += 1
        for text in missing(code):
            print(f"{code}: not translated: {text}")
            problems += 1
    print(f"translations: {'complete' if not problems else f'{problems} problems'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit({"extract": extract, "compile": compile_all, "check": check}[sys.argv[1]]())
