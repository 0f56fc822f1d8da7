"""Documents hold what was typed, without exactly the signs that no font has, and give it back when copied."""

import io
import re
import shutil
import subprocess
import unicodedata

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core import pdf
from app.core.signs import FONTS, keep_shown, spell_name

LABELS = {key: key for key in ("certify", "attended", "when", "where", "number", "check")}
TEXT = "Bilan annuel 2025 : 24 startups, 130 emplois, 50 % d’été, duo {un} \\ #deux"
EMOJI = ("👩‍💻", "🇲🇦", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🙂", "👨‍👩‍👧", "❤️‍🔥", "🧑🏿‍🚀")
UNSHOWN = st.sampled_from(EMOJI) | st.characters(categories=["Cf", "Co", "Cn"]) | st.characters(
    categories=["Cc"], exclude_characters="\t\n\r\v\f\x1c\x1d\x1e\x1f\x85"
)  # fmt: skip


def made(text, language="fr"):
    """The certificate of somebody with this name."""
    return pdf.render(
        "certificate",
        {"language": language, "title": "T", "operator": "O", "footer": "F", "name": text, "event": "E", "when": "W",
         "where": "", "number": "N", "check": "https://exemple.ma", "labels": LABELS},
    )  # fmt: skip


def text_of(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def squeezed(text):
    return re.sub(r"\s+", "", text)


@settings(max_examples=60, deadline=None)
@given(signs=st.lists(UNSHOWN, max_size=6), places=st.lists(st.integers(0, len(TEXT)), min_size=6, max_size=6))
@example(signs=["👩‍💻"], places=[0] * 6)
@example(signs=["\u200b", "\x00", "\ue000", "\U000e0fff", "\ud800"], places=[5] * 6)
def test_the_text_of_a_document_is_what_was_typed_without_exactly_the_unshown_signs(signs, places):
    typed = TEXT
    for sign, place in sorted(zip(signs, places, strict=False), key=lambda pair: -pair[1]):
        typed = typed[:place] + sign + typed[place:]

    assert squeezed(TEXT) in squeezed(text_of(made(typed)))


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_makes_a_document(text):
    assert made(text).startswith(b"%PDF-")
    assert keep_shown(keep_shown(text)) == keep_shown(text)


@given(text=st.text(min_size=1, max_size=12))
@example("👩‍💻")
@example("สมชาย")
@example("\ue000")
@example("\u200b\u200b")
def test_a_name_is_never_blank(text):
    shown = spell_name(text)

    assert shown == keep_shown(shown)
    assert not text.strip() or any(unicodedata.category(sign)[0] in "LNPS" for sign in shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("北京", "北京"), ("서울 ひらがな", "서울 ひらがな"), ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"), ("Σωκράτης → ✓", "Σωκράτης → ✓"),
        ("สมชาย", "smchay"), ("👩‍💻", "Woman Personal computer"), ("Houda Doudou 👩‍💻", "Houda Doudou "),
        ("1️⃣ ❤️ ♥", "1  ♥"), ("\u2068Conseil\u2069 \u2069", "\u2068Conseil\u2069 "), ("e\u0301", "e\u0301"),
    ],
)  # fmt: skip
def test_a_name_in_any_script_is_shown(typed, shown):
    assert spell_name(typed) == shown


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("word", ["نونبر", "المؤشر", "نشر", "الأولى", "لا", "إلى", "الإنجازات", "سلام"])
def test_arabic_is_copied_as_it_is_written(word, language, tmp_path):
    content = made(word, language)

    assert word in text_of(content)
    if shutil.which("pdftotext"):  # poppler turns round what stands behind one glyph
        (tmp_path / "one.pdf").write_bytes(content)
        copied = subprocess.run(["pdftotext", tmp_path / "one.pdf", "-"], capture_output=True, check=True).stdout
        assert word in copied.decode()


def test_no_glyph_of_arabic_stands_for_two_letters():
    """What a reader does with letters behind one glyph differs; so each glyph has one."""
    content = made("نونبر المؤشر نشر الأولى لا إلى الإنجازات سلام بلا الآن", "ar")
    reader = pypdf.PdfReader(io.BytesIO(content))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    maps = [font["/ToUnicode"].get_data().decode("latin-1") for font in fonts if "Arabic" in font["/BaseFont"]]

    assert maps
    for one in maps:
        values = re.findall(r"<[0-9a-f]{4}> <([0-9a-f]*)>", one, re.IGNORECASE)
        assert [value for value in values if len(value) > 4] == []


def test_the_fallback_fonts_stay_small():
    assert sum(path.stat().st_size for path in FONTS.glob("Wijha[CS]*.ttf")) < 2 * 1024 * 1024
