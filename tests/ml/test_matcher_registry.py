"""Models are stored with their manifest and refused when anything about them is wrong."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime

import numpy as np
import pytest
import skops.io

from ml import card, registry
from ml.predict import rank
from ml.state import from_state, to_state
from ml.train import train
from tests.ml.catalogue import OPENINGS

CREATED = {"created_at": "2026-11-23T08:00:00+00:00", "note": "essai"}


@pytest.fixture
def folder(tmp_path, bundle):
    registry.save(bundle, tmp_path, extra=CREATED)
    return tmp_path


def rewrite(folder, payload: bytes | None = None, **changes):
    manifest = json.loads((folder / "manifest.json").read_text())
    if payload is not None:
        (folder / "model.skops").write_bytes(payload)
        changes["sha256"] = hashlib.sha256(payload).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))


def test_a_loaded_model_answers_as_the_saved_one(folder, bundle, applicants):
    loaded = registry.load(folder)

    assert loaded.digest() == bundle.digest()
    for profile in applicants[:5]:
        assert rank(loaded, profile, OPENINGS) == rank(bundle, profile, OPENINGS)


def test_the_same_bundle_gives_the_same_file(folder, bundle, tmp_path_factory):
    other = registry.save(bundle, tmp_path_factory.mktemp("other"), extra={})

    assert other.sha256 == registry.read_manifest(folder).sha256


def test_the_file_is_an_ordinary_skops_file(folder, bundle):
    state = skops.io.load(folder / "model.skops", trusted=[])

    assert np.array_equal(state["known_weights"], bundle.known.weights)
    assert from_state(state).digest() == bundle.digest()


def test_loading_does_not_import_scikit_learn(folder):
    code = (
        "import sys, pathlib, ml.registry; ml.registry.load(pathlib.Path(sys.argv[1])); "
        "sys.exit('sklearn' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == 0


def test_the_manifest_says_what_the_model_is(folder, bundle):
    manifest = registry.read_manifest(folder)

    assert manifest.created_at == CREATED["created_at"]
    assert manifest.extra["note"] == "essai"
    assert manifest.data_hash == bundle.facts["data_hash"]
    assert manifest.weights == bundle.digest()
    assert manifest.seed == 0
    assert not manifest.prior_only
    assert 0 < manifest.metrics["hit_at_1"] <= 1


def test_a_prior_only_model_can_be_stored(tmp_path, applicants):
    prior = train((), OPENINGS)
    manifest = registry.save(prior, tmp_path, extra={})
    loaded = registry.load(tmp_path)

    assert manifest.prior_only
    assert rank(loaded, applicants[0], OPENINGS) == rank(prior, applicants[0], OPENINGS)


@pytest.mark.parametrize("name", ["model.skops", "manifest.json"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(registry.MissingModel, match=name):
        registry.load(folder)


def test_a_changed_file_is_refused(folder):
    (folder / "model.skops").write_bytes((folder / "model.skops").read_bytes() + b" ")

    with pytest.raises(registry.UntrustedModel, match="not the one its manifest describes"):
        registry.load(folder)


def test_another_scikit_learn_is_refused(folder):
    rewrite(folder, sklearn="0.1")

    with pytest.raises(registry.UntrustedModel, match=r"scikit-learn 0\.1; train it again"):
        registry.load(folder)


def test_another_format_is_refused(folder):
    rewrite(folder, format=99)

    with pytest.raises(registry.UntrustedModel, match="format 99"):
        registry.load(folder)


def test_a_foreign_type_is_refused(folder):
    rewrite(folder, payload=skops.io.dumps({"json": "{}", "when": datetime(2026, 1, 1, tzinfo=UTC)}))

    with pytest.raises(registry.UntrustedModel, match="not trusted"):
        registry.load(folder)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"not a zip", "not a skops file"),
        (skops.io.dumps({"json": "{}"}), "cannot be read"),
        (skops.io.dumps({"json": ["{}"]}), "where an array or a text should"),
    ],
)
def test_other_content_is_refused(folder, payload, message):
    rewrite(folder, payload=payload)

    with pytest.raises(registry.UntrustedModel, match=message):
        registry.load(folder)


def test_a_model_made_for_other_features_is_refused(folder, bundle):
    state = to_state(bundle)
    state["json"] = json.dumps(json.loads(state["json"]) | {"features": ["luck"]})
    rewrite(folder, payload=skops.io.dumps(state))

    with pytest.raises(registry.UntrustedModel, match="other features"):
        registry.load(folder)


@pytest.mark.parametrize("text", ["{", "{}", '{"sha256": 1}'])
def test_a_broken_manifest_is_refused(folder, text):
    (folder / "manifest.json").write_text(text)

    with pytest.raises(registry.UntrustedModel, match=r"manifest\.json cannot be read"):
        registry.load(folder)


def test_all_refusals_are_model_errors():
    assert issubclass(registry.MissingModel, registry.ModelError)
    assert issubclass(registry.UntrustedModel, registry.ModelError)


@pytest.mark.parametrize(("language", "title"), [("fr", "# Fiche du modèle"), ("en", "# Card of the matching model")])
def test_the_card_is_written_in_both_languages(folder, language, title):
    text = card.render(registry.read_manifest(folder), language)

    assert text.startswith(title)
    assert registry.read_manifest(folder).sha256 in text
    assert "history" in text
    assert "None" not in text


def test_the_card_leaves_out_what_could_not_be_measured(folder):
    rewrite(folder, metrics={"applications": 0})
    text = card.render(registry.read_manifest(folder), "en")

    assert "Applications judged | 0" in text
    assert "Coverage" not in text


def test_the_card_of_a_prior_says_that_nothing_was_learned(tmp_path):
    manifest = registry.save(train((), OPENINGS), tmp_path, extra={})

    assert "learned from no decisions" in card.render(manifest, "en")
    with pytest.raises(ValueError, match="fr and en"):
        card.render(manifest, "ar")
