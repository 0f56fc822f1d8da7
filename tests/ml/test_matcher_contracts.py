"""What may cross the border, and what importing it costs."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from ml import contracts

ALLOWED = {
    "key", "language", "text", "sector", "stage", "needs", "team_size", "skills", "full_time", "customers", "revenue",
    "export", "funding_raised", "company_created", "company_age_months", "region", "site_wishes", "programme_wish",
    "presence", "start",
}  # fmt: skip


def test_a_profile_holds_exactly_the_facts_that_may_cross():
    assert {field.name for field in dataclasses.fields(contracts.StartupProfile)} == ALLOWED


def test_everything_but_the_key_may_be_left_out():
    profile = contracts.StartupProfile("only")

    assert (profile.sector, profile.needs, profile.revenue, profile.text) == (None, (), None, "")


@pytest.mark.parametrize("kind", [contracts.StartupProfile, contracts.OpeningProfile, contracts.Match])
def test_records_cannot_be_changed(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("module", ["ml.contracts", "ml.predict", "ml.models.baseline", "ml.registry", "ml.train"])
def test_importing_does_not_load_scikit_learn(module):
    code = f"import sys, {module}; sys.exit(any(name in sys.modules for name in ('sklearn', 'flask', 'app')))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
