"""One module commits, one module per package writes its state, no pickle, no hidden imports of Markup on data."""

import ast

import pytest

from tests.architecture.source import assigns, calls, modules

STATE_WRITERS = {
    "app.applications.services.transition",
    "app.cohorts.services.transition",
    "app.core.jobs",
    "app.decisions.services.transition",
    "app.events.services.transition",
    "app.mail.services.transition",
    "app.matching.services.transition",
    "app.outcomes.services.transition",
    "app.programmes.services.transition",
    "app.questionnaires.services.transition",
    "app.reports.services.transition",
    "app.reviews.services.transition",
}


def _committing(named):
    return {name for name, tree in named if any(calls(tree, "commit"))}


def _writing(named):
    return {name for name, tree in named if any(assigns(tree, column) for column in ("stage", "state", "shown"))}


def test_only_one_module_commits():
    found = _committing(modules())

    # the sign-in library's datastore hands its commit to app.core.db; raw connections of migrations are not in app/
    assert found == {"app.core.db", "app.web.auth.security"}


def test_only_the_transition_modules_write_a_state():
    assert _writing(modules()) == STATE_WRITERS


@pytest.mark.parametrize("slip", ["db.session.commit()", "session.commit()"])
def test_a_planted_commit_is_caught(slip):
    assert _committing([("planted", ast.parse(slip))]) == {"planted"}


@pytest.mark.parametrize("slip", ["application.stage = S.X", "a.shown, b = 1, 2", "message.state = S.SENT"])
def test_a_planted_state_write_is_caught(slip):
    assert _writing([("planted", ast.parse(slip))]) == {"planted"}


def test_a_class_body_is_no_state_write():
    assert (
        _writing([("planted", ast.parse("class A:\n    state: int = 1\n    def f(self):\n        self.state = 2"))])
        == set()
    )


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_nothing_is_unpickled():
    guilty = {name for name, tree in modules() if {"pickle", "joblib", "shelve", "marshal"} & set(_imports(tree))}

    assert guilty == {"app.matching.parallel"}  # its own worker processes, see the next test


def test_joblib_runs_workers_and_reads_no_file():
    tree = dict(modules())["app.matching.parallel"]
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "joblib" for a in n.names}

    assert names == {"Parallel", "delayed", "parallel_config"}


def test_no_statement_is_made_from_text():
    """SQL that is written out is a constant; values travel beside it."""
    made = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            getattr(node.func, "attr", "") in ("text", "literal_column", "exec_driver_sql")
            or _name(node.func) == "text"
        )
        and any(isinstance(inner, ast.JoinedStr | ast.BinOp | ast.Call) for one in node.args for inner in ast.walk(one))
    ]

    assert made == []


def _name(function):
    return getattr(function, "id", "")


def test_nothing_is_run_as_code_and_no_command_is_built():
    named = [
        (name, _name(node.func)) for name, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Call)
    ]
    running = {name for name, tree in modules() if {"subprocess", "pty", "code"} & set(_imports(tree))}
    shells = {name for name, tree in modules() if any([*calls(tree, "system"), *calls(tree, "popen")])}
    templates = {name for name, tree in modules() if any([*calls(tree, "from_string")])} | _saying(
        "render_template_string"
    )

    assert [found for found in named if found[1] in ("eval", "exec", "compile", "__import__")] == []
    assert running == {"app.cli.serve"}  # starts the web server and the worker, each by a list of words
    assert shells | templates | _saying("shell") == set()


def test_digests_are_sha_256_and_secrets_are_not_drawn_by_dice():
    digests = {
        node.attr
        for _name_of, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _name(node.value) in ("hashlib", "hmac")
    }
    dice = {name for name, tree in modules() if "random" in set(_imports(tree)) and not name.startswith("app.cli.demo")}

    assert digests == {"sha256"}
    assert dice == set()


def test_the_wall_clock_is_read_in_one_place():
    guilty = {
        name
        for name, tree in modules()
        for call in [*calls(tree, "now"), *calls(tree, "utcnow"), *calls(tree, "today")]
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("datetime", "date", "time")
    }

    assert guilty == {"app.core.clock"}


def test_sklearn_is_not_imported_by_starting_the_application():
    import subprocess
    import sys

    code = "import config, sys; from app import create_app; create_app(config.load('testing')); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def _saying(word):
    """Modules where a word stands as a name or as a text."""
    return {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if word in (getattr(node, "id", None), getattr(node, "value", None))
    }


def test_only_one_module_sends_files():
    """A download made elsewhere would miss the name, the cache rule or the one charset."""
    assert _saying("Content-Disposition") == {"app.web.downloads"}


def test_nothing_is_read_while_it_is_sent():
    """The session of a request ends before a streamed answer is read: rows must be read before."""
    assert _saying("stream_with_context") == set()
