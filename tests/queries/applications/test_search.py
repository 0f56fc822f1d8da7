import pytest
import sqlalchemy as sa

from app.applications import search
from app.applications.models import Application
from app.core.db import db
from tests.factories import make_application


def _found(words):
    return list(db.session.scalars(sa.select(Application.id).where(search.matches(words))))


def test_words_are_found_folded_and_by_their_beginning():
    application = make_application(problem=["L’Énergie coûte cher à تعاونية الأرْكان de Taroudant."])

    for words in ("energie", "ÉNERGIE cout", "الاركان", "Tarou", application.reference):
        assert _found(words) == [application.id], words
    assert _found("energie absente") == []


@pytest.mark.parametrize("words", ["🎉", '"', "%", "-", "\x00", "' OR 1=1 --", "a* NEAR(b", ":*&|!"])
def test_odd_characters_find_nothing_and_break_nothing(words):
    make_application()

    assert _found(words) == []
