"""What placements teach about words: a dual ridge whose own rows are left out, and the scores it gives."""

from __future__ import annotations

import warnings

import numpy as np
import scipy.sparse as sp
from sklearn.exceptions import SkipTestWarning
from sklearn.linear_model import Ridge
from sklearn.utils.estimator_checks import parametrize_with_checks

from ml.features.history import anonymous
from ml.features.taught import Described, Taught
from ml.features.text import SIZE, TextSpace, count_terms, tokens
from ml.models.dual_ridge import DualRidge

GENERATOR = np.random.default_rng(3)
ROWS = GENERATOR.normal(size=(40, 90))
TARGETS = GENERATOR.normal(size=(40, 2))
SPACE = TextSpace.flat()
TEXTS = (
    *(
        "irrigation des cultures de tomates",
        "capteurs pour la ferme et la récolte",
        "la serre et ses plants de tomates",
    ),
    *("paiement mobile pour les banques", "compte de banque et épargne mobile", "transfert et paiement sans banque"),
)
PLACES = ("digitagri", "start")


@parametrize_with_checks([DualRidge()])
def test_it_is_a_well_behaved_estimator(estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        check(estimator)


def test_it_is_ridge_around_the_mean():
    ours = DualRidge(alpha=0.7).fit(ROWS, TARGETS)
    theirs = Ridge(alpha=0.7, fit_intercept=False).fit(ROWS, TARGETS - TARGETS.mean(axis=0))

    assert np.allclose(ours.coef_, theirs.coef_)
    assert np.allclose(ours.predict(sp.csr_array(ROWS)), ours.predict(ROWS))


def test_a_row_left_out_is_predicted_as_by_a_fit_without_it():
    fitted = DualRidge(alpha=0.7).fit(ROWS, TARGETS)
    dual = Ridge(alpha=0.7, fit_intercept=False)
    without = dual.fit(ROWS[1:], TARGETS[1:] - TARGETS.mean(axis=0)).predict(ROWS[:1]) + TARGETS.mean(axis=0)

    assert np.allclose(fitted.loo_[0], without[0])


def vectors(*texts: str):
    return SPACE.vectors([count_terms(tokens(text)) for text in texts])


def taught(described: Described) -> Taught:
    owner, keys = np.array([0, 0, 0, 1, 1, 1]), np.array([anonymous(str(number)) for number in range(6)])
    return Taught.learn(PLACES, owner, keys, *vectors(*TEXTS), described)


NOTHING = Described((), sp.csr_array((0, SIZE)), sp.csr_array((0, SIZE)))


def scores(learned: Taught, text: str, key: str = "new"):
    return learned.scores(np.array([anonymous(key)]), *vectors(text))[0]


def test_words_of_past_placements_speak_for_their_programme():
    learned = taught(NOTHING)

    assert scores(learned, "tomates sous serre")[0] > 0 > scores(learned, "tomates sous serre")[1]
    assert scores(learned, "une épargne à la banque")[1] > 0
    assert scores(learned, "xyz").tolist() == [0.0, 0.0]


def test_a_past_application_is_not_judged_by_its_own_outcome():
    learned = taught(NOTHING)

    assert scores(learned, TEXTS[0], key="0")[0] < scores(learned, TEXTS[0])[0]


def test_a_description_is_learned_from_too():
    words, characters = vectors("serre irrigation ferme", "banque paiement")
    described = Described(PLACES, words, characters)

    assert scores(taught(described), "une ferme")[0] > scores(taught(NOTHING), "une ferme")[0]


def test_one_programme_teaches_nothing():
    learned = Taught.learn(("start",), np.zeros(6, dtype=int), np.arange(6), *vectors(*TEXTS), NOTHING)

    assert learned.scores(np.array([9]), *vectors("banque")).tolist() == [[0.0]]
