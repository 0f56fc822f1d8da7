import gettext
import io
import re

import pytest
from babel.messages.mofile import write_mo

from app.translations import __main__ as catalogues

COUNTED = re.compile(
    r"%\((\w+)\)s (?:\w+ )?"
    r"(?:answers|applications|characters|columns|days|decisions|files|hours|lines|mails|minutes|months|pages|people|"
    r"places|points|questions|reviews|rows|seats|sections|startups|weeks|years)\b"
)
FIXED = {"least", "most", "max", "length", "limit", "end", "terms", "before", "after", "shown"}
"""Values that are limits of ours, or stand for more than a list shows: always several."""
SEVERAL = ("The first %(count)s rows.", "Only the latest %(num)s files", "The first %(shown)s of")
FORMS = ("%(num)s place", "%(num)s places")


def _compiled(code):
    buffer = io.BytesIO()
    write_mo(buffer, catalogues._read(code))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


def test_nothing_is_left_to_translate(capsys):
    assert catalogues.check() == 0, capsys.readouterr().out


def test_the_six_arabic_forms_are_chosen_in_gettexts_order():
    expected = next(m.string for m in catalogues._read("ar") if m.id == FORMS)
    arabic = _compiled("ar")

    chosen = [arabic.ngettext(*FORMS, n) for n in (0, 1, 2, 3, 11, 100)]
    assert chosen == list(expected)
    assert [arabic.ngettext(*FORMS, n) for n in (10, 99, 103)] == [expected[3], expected[4], expected[3]]


def test_french_counts_zero_as_one():
    french = _compiled("fr")

    assert [french.ngettext(*FORMS, n) for n in (0, 1, 2)] == ["%(num)s place", "%(num)s place", "%(num)s places"]


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_a_missing_translation_is_noticed(code, monkeypatch):
    broken = catalogues._read(code)
    next(m for m in broken if m.id == "Save").string = ""
    monkeypatch.setattr(catalogues, "_read", lambda _code: broken)

    assert catalogues.missing(code) == ["Save"]


def test_a_text_that_counts_has_the_forms_of_its_language():
    """“1 pages” comes from a text with one form only."""
    single = [m.id for m in catalogues._read("fr") if m.id and not isinstance(m.id, tuple)]
    counting = [one for one in single for name in COUNTED.findall(one) if name not in FIXED]

    assert [one for one in counting if not one.startswith(SEVERAL)] == []


def test_collecting_speaks_of_work_only_where_there_is_some(capsys, monkeypatch):
    monkeypatch.setattr(catalogues, "_write", lambda _code, _catalog: None)

    assert catalogues.extract() == 0
    assert capsys.readouterr().out == "fr: complete\nar: complete\nen: complete\n"
