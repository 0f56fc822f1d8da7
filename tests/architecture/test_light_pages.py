"""Pages about the matcher are read in the web process: what they import of it stays light."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

CALLS = {
    "families of the settings page": "audit.families(); audit.in_service(None); audit.reason_title('sector.match')",
    "rates of the fairness page": "audit.rates({'a': (20, 10), 'b': (30, 12)})",
    "alarms of the drift page": "replay.alarms([('2026-10', 40, 10, 20)])",
}


@pytest.mark.parametrize("code", CALLS.values(), ids=CALLS)
def test_a_page_about_the_matcher_imports_no_scikit_learn(code):
    script = (
        f"import sys; from app.matching import audit, replay; {code}; print({{'sklearn', 'scipy'}} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
