"""Real worker processes on a database of their own: killed, stuck, and with much to do."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.production.conftest import database_url

ROOT = Path(__file__).resolve().parents[2]


class Workers:
    def __init__(self, folder, database):
        self.environment = os.environ | {"WIJHA_VAR": str(folder), "WIJHA_ENV": "development", "PYTHONPATH": str(ROOT)}
        self.environment.pop("TEST_DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def _command(self, act):
        return [sys.executable, "-W", "ignore", str(Path(__file__).with_name("lanes_script.py")), act]

    def run(self, act, **settings):
        return subprocess.run(
            self._command(act), env=self.environment | settings, check=True, capture_output=True, text=True
        ).stdout

    @contextmanager
    def working(self, **settings):
        process = subprocess.Popen(
            self._command("work"), env=self.environment | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()

    def wait_for(self, *, seconds, **wanted):
        """Returns when so many jobs of each kind are done; fails after `seconds`."""
        begun = time.monotonic()
        wanted = {f"test.{kind}": count for kind, count in wanted.items()}
        while (done := json.loads(self.run("look"))) != wanted:
            assert time.monotonic() - begun < seconds, done
            time.sleep(2)


@pytest.fixture(params=["sqlite", "postgresql"])
def workers(request, tmp_path):
    return Workers(tmp_path, database_url(request.param, "lanes"))


def test_a_killed_workers_job_is_done_by_another_within_a_minute(workers):
    workers.run("prepare")
    with workers.working(TEST_PAUSE="600") as victim:
        assert victim.stdout.readline() == b"inside\n"
    killed = time.monotonic()

    with workers.working() as heir:
        assert heir.stdout.readline() == b"inside\n"
        taken = time.monotonic() - killed

    assert taken < 60


def test_due_jobs_are_drained_at_once_while_another_lane_is_stuck(workers):
    """Many more due jobs than one sweep of a minute once took, and both threads for mail asleep for ever."""
    workers.run("prepare", TEST_MANY="150")

    with workers.working():
        workers.wait_for(quick=150, slow=1, seconds=90)
