"""Which questions are asked: by the answers they depend on, through every step of the chain."""

import uuid
from typing import Any

import pytest

from app.questionnaires.definition import FormDefinition, PageSpec, QuestionSpec, SectionSpec


def question(key: str, show_if: dict[str, Any] | None = None) -> QuestionSpec:
    return QuestionSpec(
        key, "choice", "s", "p", {}, None, False, None, None, None, show_if, False, True, None, None, ()
    )  # fmt: skip


CHAIN = (
    question("first"),
    question("second", {"question": "first", "in": ["yes"]}),
    question("third", {"question": "second", "in": ["a", "b"]}),
)
FORM = FormDefinition(uuid.uuid4(), 1, (SectionSpec("s", {}, None, (PageSpec("p", {}, CHAIN),)),), {}, {})


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, {"first"}),
        ({"first": "yes"}, {"first", "second"}),
        ({"first": "yes", "second": "b"}, {"first", "second", "third"}),
        ({"first": "no", "second": "b"}, {"first"}),  # what was chosen before does not ask a hidden one's children
        ({"first": ["no", "yes"], "second": ["b"]}, {"first", "second", "third"}),
    ],
)
def test_a_question_is_asked_when_all_it_depends_on_say_so(answers, asked):
    assert {key for key in FORM.questions if FORM.applies(key, answers)} == asked
