from app.core.fold import fold


def test_case_accents_and_arabic_letters_are_folded():
    assert fold("  École   d’Été ") == "ecole d’ete"
    assert fold("إدارةٌ الأعمال") == fold("اداره الاعمال")
    assert fold("الفلاحــة") == fold("الفلاحه")
