"""One matcher trained once for all tests that only read it."""

from __future__ import annotations

import pytest

from ml.contracts import LabelledApplication, StartupProfile
from ml.data import synthetic
from ml.models.ranker import Bundle
from ml.train import train
from tests.ml.catalogue import OPENINGS


@pytest.fixture(scope="session")
def history() -> tuple[LabelledApplication, ...]:
    return synthetic.history(openings=OPENINGS, count=420)


@pytest.fixture(scope="session")
def bundle(history: tuple[LabelledApplication, ...]) -> Bundle:
    return train(history[:300], OPENINGS)


@pytest.fixture(scope="session")
def applicants() -> tuple[StartupProfile, ...]:
    return synthetic.profiles(seed=77, count=40, openings=OPENINGS)
