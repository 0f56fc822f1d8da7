import pytest

import config
from tests.architecture.source import ROOT

GOOD = {
    "WIJHA_ENV": "production", "SECRET_KEY": "s" * 40, "EXTERNAL_URL": "https://candidatures.example.ma",
    "MAIL_SERVER": "smtp.example.ma", "TOTP_SECRET": "t" * 40, "PROXY_HOPS": "0",
}  # fmt: skip


@pytest.fixture
def environment(monkeypatch):
    for name in (*GOOD, "DEMO", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def use(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return use


@pytest.mark.parametrize("name", ["SECRET_KEY", "EXTERNAL_URL", "MAIL_SERVER", "TOTP_SECRET", "PROXY_HOPS"])
def test_production_refuses_to_start_without(environment, name):
    environment(**{key: value for key, value in GOOD.items() if key != name})

    with pytest.raises(config.ConfigurationError, match=name):
        config.load()


def test_everything_that_is_missing_is_named_at_once(environment):
    environment(WIJHA_ENV="production")

    with pytest.raises(config.ConfigurationError) as caught:
        config.load()
    assert all(name in str(caught.value) for name in ("SECRET_KEY", "EXTERNAL_URL", "MAIL_SERVER"))


def test_the_demo_never_runs_in_production(environment):
    environment(**GOOD, DEMO="true")

    with pytest.raises(config.ConfigurationError, match="DEMO"):
        config.load()


def test_production_has_the_second_factor_on_and_the_demo_off(environment):
    environment(**GOOD)
    settings = config.load()

    assert (settings["STAFF_TWO_FACTOR"], settings["DEMO"], settings["HTTPS"]) == (True, False, True)


def test_an_unknown_environment_stops_the_start(environment):
    environment(WIJHA_ENV="staging")

    with pytest.raises(config.ConfigurationError, match="staging"):
        config.load()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_providers_database_address_gets_our_driver(environment, scheme):
    environment(DATABASE_URL=f"{scheme}://u:p@h/d")

    assert config.load("development")["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@h/d"


def test_only_the_factory_and_the_entry_points_read_the_settings():
    importers = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("app/**/*.py")
        if "import config" in path.read_text(encoding="utf-8")
    ]

    assert importers == []
