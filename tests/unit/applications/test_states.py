import pytest

from app.applications import states, visibility
from app.applications.states import LIFECYCLE, SHOWS, Shown, Stage


def test_only_publications_and_the_applicants_answers_change_what_is_shown():
    assert set(SHOWS) == {
        "publish_offer", "publish_waitlist", "publish_rejection", "publish_redirect", "promote", "close_waitlist",
        "confirm", "decline", "expire_offer", "reopen",
    }  # fmt: skip
    assert SHOWS["reopen"] is Shown.NOTHING


def test_every_move_starts_and_ends_in_a_known_stage():
    moves = list(LIFECYCLE)

    assert len(moves) == len({move.name for move in moves})
    assert {move.target for move in moves} | {Stage.DRAFT} == set(Stage)


def test_every_stage_and_status_has_words():
    assert set(states.NAMES) == set(Stage) == set(states.TONES)
    assert set(visibility.NAMES) == set(visibility.Status) == set(visibility.TONES)


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.WITHDRAWN, Stage.CONFIRMED, Stage.DRAFT])
def test_a_decision_is_made_on_reviewable_files_only(stage):
    assert not LIFECYCLE.allows(stage, "decide")
