"""Whether a team is led by women is read by one module; the matcher and those who decide never see it."""

from tests.architecture.source import ROOT

READER = "app/reports/groups.py"
WORD = "women_led"


def _modules_with(word):
    folders = ("app/matching", "app/decisions", "app/reports", "ml")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".yaml")]
    return {path.relative_to(ROOT).as_posix() for path in paths if word in path.read_text(encoding="utf-8")}


def test_the_protected_fact_is_read_in_one_place():
    assert _modules_with(WORD) == {READER}


def test_the_search_would_find_a_slip():
    assert "ml/contracts.py" in _modules_with("class StartupProfile")
