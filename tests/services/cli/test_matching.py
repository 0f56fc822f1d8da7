"""flask matching: the same two people on the command line."""

import pytest

from app.accounts.roles import Role
from app.matching import queries
from app.matching.services import train as training
from tests.factories import make_application, make_call, make_person


@pytest.fixture
def run(app, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    runner = app.test_cli_runner()

    def invoke(*words):
        found = runner.invoke(args=["matching", *words])
        return found.exit_code, found.output

    return invoke


def test_train_propose_promote_score_roll_back(run):
    call = make_call(openings=2)
    one, other = make_person(Role.ADMIN), make_person(Role.ADMIN)
    make_application(call=call)

    assert run("train", "--if-missing")[1].endswith("version 1 trained and in service\n")
    assert "a version is in service" in run("train", "--if-missing")[1]
    trained = run("train", "--note", "essai")[1]
    assert "version 2 trained" in trained
    assert "fewer than 30 labels" in trained
    assert run("propose", "2", "--by", one.email, "--note", "x")[0] == 0
    code, text = run("promote", "2", "--by", one.email, "--note", "x")
    assert (code, "Another administrator" in text) == (1, True)
    assert run("promote", "2", "--by", other.email, "--note", "x")[1] == "version 2 is in service\n"
    code, text = run("score", "--all", "--workers", "1")
    assert (code, "version 2: 1 applications, 2 pairs" in text) == (0, True)
    assert "1 applications" in run("score", "--call", call.key)[1]
    assert run("rollback", "--by", one.email)[1] == "version 1 is in service again\n"
    listed = run("list")[1]
    assert "v2  retired" in listed
    assert queries.champion().number == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("propose", "9", "--by", "nobody@exemple.ma", "--note", "x"), "nobody has the address"),
        (("score",), "--all"),
        (("score", "--all"), "No version is in service"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(run, words, said):
    code, text = run(*words)

    assert code != 0
    assert said in text


def test_nobody_but_an_administrator(run):
    make_call(openings=2)
    run("train")

    code, text = run("propose", "1", "--by", make_person(Role.LEAD).email, "--note", "x")

    assert (code, "it takes an administrator" in text) == (1, True)
