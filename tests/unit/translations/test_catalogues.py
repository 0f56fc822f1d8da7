import gettext
import io

import pytest
from babel.messages.mofile import write_mo

from app.translations import __main__ as catalogues

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
