"""What those who came say, and how the team reads it."""

import pytest

from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.events.feedback import summary
from app.events.services.give_feedback import give_feedback
from tests.services.events.desk import again, came, make_registration, over, running


def give(one, rating=4, text=""):
    with transaction():
        return give_feedback(code=one.code, rating=rating, text=text)


def test_who_came_gives_a_mark_and_the_last_word_counts():
    one = came(over())

    give(one, 2, "Trop court.")
    give(one, 5)

    assert (again(one).rating, again(one).feedback) == (5, "")


@pytest.mark.parametrize("rating", [0, 6])
def test_a_mark_is_from_one_to_five(rating):
    with pytest.raises(InvalidInput) as refused:
        give(came(over()), rating)

    assert refused.value.field == "rating"


def test_who_did_not_come_says_nothing():
    with pytest.raises(Conflict):
        give(make_registration(over()))


def test_nothing_is_said_before_the_end():
    with pytest.raises(Conflict):
        give(make_registration(running(), attended_at=utcnow(), attended_by="qr"))


def test_a_guessed_code_says_nothing():
    with pytest.raises(NotFound), transaction():
        give_feedback(code="nobody", rating=4)


def test_the_summary_counts_and_keeps_texts_from_five_answers_on():
    event = over()
    for rating, text in ((5, "B"), (4, "A"), (4, ""), (1, "C")):
        came(event, rating=rating, feedback=text)
    make_registration(event, rating=1, feedback="was not there")

    few = summary(event.id, came=4)
    came(event, rating=5, feedback="D")
    many = summary(event.id, came=5)

    assert (few.answered, few.mean, few.marks) == (4, 3.5, {5: 1, 4: 2, 3: 0, 2: 0, 1: 1})
    assert (few.texts, few.hidden) == ([], True)
    assert (many.texts, many.hidden) == (["A", "B", "C", "D"], False)


def test_nobody_answered_has_no_mean():
    empty = summary(over().id, came=0)

    assert (empty.answered, empty.mean, empty.hidden) == (0, None, False)
