"""What happens before the web server forks."""

import subprocess
import sys

from tests.architecture.source import ROOT

SCRIPT = """
import sys
import config
from app import create_app, wiring
app = create_app(config.load("testing"))
wiring.preload(app)
print("obstore" in sys.modules)
"""


def test_the_storage_library_is_not_even_loaded_before_the_fork(tmp_path):
    """It has threads of its own: a process that inherits them waits for ever."""
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT, env={"WIJHA_VAR": str(tmp_path), "PATH": "", "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert told.strip().splitlines()[-1] == "False"
