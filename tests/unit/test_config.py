import re

import pytest

import config
from tests.architecture.source import ROOT

GOOD = {
    "WIJHA_ENV": "production", "SECRET_KEY": "s" * 40, "EXTERNAL_URL": "https://candidatures.example.ma",
    "MAIL_SERVER": "smtp.example.ma", "TOTP_SECRET": "t" * 40, "PROXY_HOPS": "0",
}  # fmt: skip

MAIL = ("MAIL_PORT", "MAIL_USE_TLS", "MAIL_USE_SSL", "MAIL_FROM", "OPERATOR_EMAIL")


def example_names():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def example(*names):
    return [example_names()[name] for name in names]


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.setattr(config, "ENV_FILE", tmp_path / "none")
    for name in (*GOOD, *MAIL, "DEMO", "DATABASE_URL", "WIJHA_VAR"):
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


@pytest.mark.parametrize(
    ("said", "tls"),
    [
        ({}, (True, False)), ({"MAIL_PORT": "465"}, (False, True)), ({"MAIL_USE_SSL": "true"}, (False, True)),
        ({"MAIL_SERVER": "127.0.0.1", "MAIL_USE_TLS": "false"}, (False, False)),
    ],
)  # fmt: skip
def test_mail_of_production_is_encrypted_unless_it_stays_on_the_machine(environment, said, tls):
    environment(**GOOD | said)
    settings = config.load()

    assert (settings["MAIL_USE_TLS"], settings["MAIL_USE_SSL"]) == tls


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"MAIL_USE_TLS": "false"}, "MAIL_USE_TLS=true"), ({"MAIL_USE_TLS": "true", "MAIL_USE_SSL": "true"}, "false"),
        ({"MAIL_PORT": "465", "MAIL_USE_SSL": "false"}, "465"), ({"MAIL_FROM": "Wijha"}, "MAIL_FROM"),
        ({"OPERATOR_EMAIL": "nobody"}, "OPERATOR_EMAIL"),
    ],
)  # fmt: skip
def test_settings_of_mail_that_cannot_work_stop_the_start(environment, said, named):
    environment(**GOOD | said)

    with pytest.raises(config.ConfigurationError, match=named):
        config.load()


@pytest.mark.parametrize("name", ["development", "production"])
def test_two_ways_to_encrypt_mail_stop_every_start(environment, name):
    environment(**GOOD | {"WIJHA_ENV": name, "MAIL_USE_TLS": "true", "MAIL_USE_SSL": "true"})

    with pytest.raises(config.ConfigurationError, match="MAIL_USE_SSL"):
        config.load()


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


@pytest.mark.parametrize("name", ["SECRET_KEY", "TOTP_SECRET"])
@pytest.mark.parametrize(
    "secret", [*example("SECRET_KEY", "TOTP_SECRET"), "for-development-only-not-a-secret-0123", "x" * 31]
)
def test_production_refuses_secrets_that_anybody_can_read(environment, name, secret):
    environment(**GOOD | {name: secret})

    with pytest.raises(config.ConfigurationError, match=f"{name} to a secret of your own"):
        config.load()


def test_production_refuses_one_secret_for_both(environment):
    environment(**GOOD | {"TOTP_SECRET": GOOD["SECRET_KEY"]})

    with pytest.raises(config.ConfigurationError, match="another text"):
        config.load()


@pytest.mark.parametrize(
    "address", ["https://candidatures.example.ma", "http://41.140.1.2:8000", "https://[2001:4860::1]"]
)
def test_a_public_address_says_what_it_is(environment, address):
    environment(EXTERNAL_URL=address)

    with pytest.raises(config.ConfigurationError, match="WIJHA_ENV is not set"):
        config.load()


@pytest.mark.parametrize("address", ["", "http://localhost:8000", "http://127.0.0.1:8000", "http://192.168.1.7:8000"])
def test_a_machine_of_ones_own_needs_no_word(environment, address):
    environment(EXTERNAL_URL=address)

    assert config.load()["ENVIRONMENT"] == "development"


def test_the_example_is_a_valid_file_for_development(environment, tmp_path, monkeypatch):
    env_file = tmp_path / ".env"
    env_file.write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(config, "ENV_FILE", env_file)
    for name in example_names():
        monkeypatch.delenv(name, raising=False)

    settings = config.load()

    assert (settings["ENVIRONMENT"], settings["DEMO"], settings["VAR"]) == ("development", True, ROOT / "var")
    assert settings["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{ROOT / 'var/wijha.db'}"
    assert settings["STORAGE_URL"] == (ROOT / "var/files").as_uri()


def test_the_environment_goes_before_the_file(environment, tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("OPERATOR_NAME=file\nLOG_LEVEL=DEBUG\n", encoding="utf-8")
    monkeypatch.setattr(config, "ENV_FILE", tmp_path / ".env")
    monkeypatch.setenv("OPERATOR_NAME", "environment")
    monkeypatch.delenv("LOG_LEVEL", raising=False)

    settings = config.load()

    assert (settings["OPERATOR_NAME"], settings["LOG_LEVEL"]) == ("environment", "DEBUG")


def test_production_refuses_a_public_address_in_clear(environment):
    environment(**GOOD | {"EXTERNAL_URL": "http://candidatures.example.ma"})

    with pytest.raises(config.ConfigurationError, match="EXTERNAL_URL with https"):
        config.load()
