"""Likeness to past accepted applications."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from ml.contracts import StartupProfile
from ml.features.history import ENOUGH, KEPT, History
from ml.features.taught import Described
from ml.features.text import SIZE, TextSpace, count_terms, tokens

SPACE = TextSpace.flat()


def profile(key: str, text: str, sector: str = "agritech") -> StartupProfile:
    return StartupProfile(key, text=text, sector=sector, stage="pilots")


def vectors(*profiles: StartupProfile):
    return SPACE.vectors([count_terms(tokens(one.text)) for one in profiles])


def build(*accepted: tuple[str, StartupProfile]) -> History:
    nothing = sp.csr_array((0, SIZE))
    return History.build(accepted, *vectors(*(one for _, one in accepted)), Described((), nothing, nothing))


NAMES = ("olive", "tomate", "argan", "safran", "rose", "datte", "figue", "amande")
FARMS = [("digitagri", profile(f"farm-{name}", f"irrigation des cultures parcelle {name}")) for name in NAMES]
BANKS = [("start", profile(f"bank-{n}", f"paiement mobile banque {n}", "fintech")) for n in range(8)]


def asked(history: History, one: StartupProfile):
    return history.likeness([one], *vectors(one))


def test_a_farm_resembles_farms():
    history = build(*FARMS, *BANKS)
    taught, nearest, lift, facts, known = asked(history, profile("new", "irrigation des cultures"))

    assert history.programmes == ("digitagri", "start")
    for column in (taught, nearest, lift, facts):
        assert column[0, 0] > column[0, 1]
    assert known.all()


def test_an_application_is_never_its_own_past():
    history = build(*FARMS, *BANKS)
    twin = profile("twin", FARMS[0][1].text)

    own, another = asked(history, FARMS[0][1]), asked(history, twin)
    assert own.nearest[0, 0] < another.nearest[0, 0]
    assert own.taught[0, 0] < another.taught[0, 0]


def test_few_accepted_applications_are_no_history():
    history = build(*FARMS[: ENOUGH - 1], *BANKS)

    assert asked(history, profile("new", "irrigation")).known.tolist() == [[False, True]]


def test_only_the_most_recent_are_kept_and_no_key_is_readable():
    history = build(*(("start", profile(f"app-{n}", f"projet {n}")) for n in range(KEPT + 10)))

    assert len(history.owner) == KEPT
    assert history.keys.dtype == np.int64
    assert history.words.shape == (KEPT, SIZE)


def test_nothing_accepted_is_an_empty_history():
    assert build().programmes == ()
