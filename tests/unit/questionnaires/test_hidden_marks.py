"""Marks that nobody sees, pasted with a value, change no answer of any kind of question."""

import dataclasses

import pytest

from app.questionnaires import kinds
from app.questionnaires.definition import QuestionSpec

VALUES = {
    "date": "31/12/2020", "phone": "0612345678", "url": "www.exemple.ma", "email": "a@exemple.ma",
    "ice": "001234567000089", "integer": "12", "money": "250 000", "region": "MA-06", "programme_choice": "accelerer",
}  # fmt: skip
MARKS = ("\u200b{}", "{}\u200f", "\u2066{}\u2069", "\ufeff{}", "\u202a{}\u202c", "\x00{}", "{}\u00ad")
READ_AS_TEXT = frozenset({"text", "long_text", "choice", "multi_choice", "site_choice", "rc", "file"})
"""Free text keeps the marks that shape words ; the others choose among options, or are tested below."""


def _question(kind):
    blank = dict.fromkeys(field.name for field in dataclasses.fields(QuestionSpec))
    return QuestionSpec(**blank | {"key": "q", "kind": kind, "options": ()})


def test_every_kind_is_looked_at():
    assert set(kinds.KINDS) == READ_AS_TEXT | set(VALUES)


@pytest.mark.parametrize("kind", sorted(VALUES))
@pytest.mark.parametrize("mark", MARKS)
def test_a_hidden_mark_changes_no_value(kind, mark):
    question = _question(kind)

    assert kinds.read(question, [mark.format(VALUES[kind])]) == kinds.read(question, [VALUES[kind]])


@pytest.mark.parametrize("mark", MARKS)
def test_a_hidden_mark_is_in_no_register_number(mark):
    assert kinds.read(_question("rc"), [mark.format("12345"), mark.format("Agadir")]) == {
        "number": "12345", "court": "Agadir",
    }  # fmt: skip
    ice = kinds.read(_question("ice"), [mark.format("001 234 567 0000 89")])
    assert "15 digits" not in (kinds.warning(_question("ice"), ice) or "")
