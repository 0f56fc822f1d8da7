"""The product's pipeline on files of rows: what is read, what is refused, what is printed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ml.bench import matcher
from ml.bench.__main__ import measure, table
from ml.bench.judge import Ranking, figures
from ml.bench.rows import BadFile, read, task
from ml.data.ilab import texts

COMMON = [sector for sector, _ in Counter(text.sector for text in texts()).most_common(4)]


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    return path


def closed(path: Path) -> Path:
    """Real summaries, to be placed among four sectors that a catalogue beside the file describes."""
    chosen = [text for text in texts() if text.sector in COMMON]
    rows = [
        {"id": f"r{number}", "kind": "application", "split": "test" if number % 4 == 0 else "train", "lang": "fr",
         "text": text.text, "label": text.sector, "year": 2000 + number % 20, "fields": {"gender": "Femme"}}
        for number, text in enumerate(chosen)
    ]  # fmt: skip
    described = {"other": {"x": "y"}, "own": {sector: f"{sector} entreprise" for sector in COMMON}}
    path.with_name("catalog.json").write_text(json.dumps(described), encoding="utf-8")
    return written(path, rows)


def by_year(path: Path) -> Path:
    """Programmes with years; one of them is new in the test year."""
    rows: list[dict[str, object]] = [
        {"id": sector, "kind": "programme", "lang": "fr", "text": f"Programme {sector}",
         "fields": {"active_years": [2020, 2021] if sector != COMMON[3] else [2021], "topics": ["innovation", sector],
                    "new_in_test": sector == COMMON[3]}}
        for sector in COMMON
    ]  # fmt: skip
    for number, text in enumerate(text for text in texts() if text.sector in COMMON):
        late = text.sector == COMMON[3] or number % 4 == 0
        rows.append(
            {"id": f"p{number}", "kind": "application", "split": "test" if late else "train", "lang": "fr",
             "text": text.text, "programme": text.sector, "year": 2021 if late else 2020, "fields": {}}
        )  # fmt: skip
    return written(path, rows)


def test_classes_take_their_description_from_the_catalogue_beside_the_file(tmp_path):
    path = closed(tmp_path / "closed.jsonl.gz")

    asked = task(read(path), path)

    assert {opening.key: opening.text for opening in asked.catalogue} == {s: f"{s} entreprise" for s in COMMON}
    assert all(len(openings) == 4 for openings in asked.candidates)
    assert asked.training[0].profile.sector is None


def test_the_pipeline_beats_the_majority_and_says_what_it_cost(tmp_path):
    found = measure(closed(tmp_path / "closed.jsonl.gz"))
    ours = found["matcher"]

    assert ours["hit_at_1"] > found["baselines"]["majority"]["hit_at_1"] + 0.1
    assert set(found["baselines"]) == {"majority", "tfidf_cosine", "tfidf_logistic"}
    assert {"hit_at_3", "mean_reciprocal_rank", "log_loss", "ece", "coverage", "mean_set_size"} <= ours.keys()
    assert ours["fit_cpu_seconds"] > 0
    assert ours["explain_cpu_ms"] > 0
    assert ours["model_bytes"] > 10_000
    assert "matcher" in table(found)
    assert "hit@1" in table(found)


def test_a_programme_of_later_years_is_a_candidate_only_there_and_reported_apart(tmp_path):
    path = by_year(tmp_path / "years.jsonl.gz")
    asked = task(read(path), path)

    assert COMMON[3] not in {opening.key for opening in asked.catalogue}
    assert all(len(sample.openings) == 3 for sample in asked.training)
    assert all(len(openings) == 4 for openings in asked.candidates)
    found = matcher.measure(asked)
    assert found["unseen"]["applications"] + found["seen"]["applications"] == found["applications"]
    assert 0 <= found["false_pulls"] <= 1


def test_the_same_file_gives_the_same_figures(tmp_path):
    path = closed(tmp_path / "closed.jsonl.gz")
    one, two = (matcher.measure(task(read(path), path)) for _ in range(2))

    timed = {"fit_cpu_seconds", "explain_cpu_ms"}
    assert {k: v for k, v in one.items() if k not in timed} == {k: v for k, v in two.items() if k not in timed}


def test_outcomes_alone_are_foreseen_and_not_ranked(tmp_path):
    generator = np.random.default_rng(4)
    rows = []
    for number, text in enumerate(texts()):
        wins = int(generator.integers(0, 5))
        good = generator.random() < 0.1 + 0.18 * wins
        rows.append(
            {"id": f"o{number}", "kind": "application", "split": "test" if number % 5 == 0 else "train", "lang": "fr",
             "text": text.text, "outcome": "funded" if good else "not_funded", "year": number,
             "fields": {"wins": wins, "theme": text.sector, "missing": None}}
        )  # fmt: skip
    found = measure(written(tmp_path / "outcomes.jsonl.gz", rows))

    assert found["task"] == "outcome"
    assert found["good"] == "funded"
    assert found["matcher"]["auc"] > 0.6
    assert "structured_logistic" in found["baselines"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{not json", "line 1 is not JSON"),
        (b'{"id": "a", "kind": "application", "split": "train"}', "lacks an id or a text"),
        (b'{"id": "a", "kind": "application", "text": "x", "split": "later"}', "without a split"),
        (b'{"id": "a", "kind": "application", "text": "x", "split": "train", "label": "y"}', "needs training and test"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(tmp_path, content, message):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadFile, match=message):
        task(read(path), path)


def test_the_command_prints_json_and_refuses_an_absent_file(tmp_path):
    path = closed(tmp_path / "closed.jsonl.gz")
    command = [sys.executable, "-m", "ml.bench"]
    told = subprocess.run([*command, str(path), "--json", "--no-baselines"], capture_output=True, text=True, check=True)
    absent = subprocess.run([*command, str(tmp_path / "no.jsonl.gz")], capture_output=True, text=True, check=False)

    assert json.loads(told.stdout)["matcher"]["applications"] > 50
    assert absent.returncode == 2
    assert "does not exist" in absent.stderr
    assert "Traceback" not in absent.stderr


def test_ties_go_by_key_and_probabilities_are_made_to_sum_to_one(tmp_path):
    path = closed(tmp_path / "closed.jsonl.gz")
    asked = task(read(path), path)
    level = Ranking(np.zeros(4), np.full(4, 0.7), np.ones(4, dtype=bool))

    found = figures(asked, [level] * len(asked.test))

    first = sorted(COMMON)[0]
    assert found["hit_at_1"] == pytest.approx(np.mean([right == {first} for right in asked.right]))
    assert found["log_loss"] == pytest.approx(np.log(4))
    assert found["mean_set_size"] == 4


def test_a_year_may_be_a_text_and_one_without_programmes_has_them_all(tmp_path):
    path = by_year(tmp_path / "years.jsonl.gz")
    rows = [dict(row) for row in read(path)]
    tests = [row for row in rows if row.get("split") == "test"]
    tests[0]["year"], tests[1]["year"] = "2021", 1999

    asked = task(rows, path)

    assert len(asked.candidates[0]) == len(asked.candidates[1]) == 4
