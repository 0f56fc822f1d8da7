"""All settings, read from the environment once; refuses to start half-configured."""

import ipaddress
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from email_validator import EmailNotValidError, validate_email
from environs import Env

ROOT = Path(__file__).resolve().parent
ENV_FILE = ROOT / ".env"
SHORTEST_SECRET = 32
IMPLICIT_TLS_PORT = 465


class ConfigurationError(RuntimeError):
    """The settings do not allow a start; the message lists everything to mend."""


def _is_weak(secret: str) -> bool:
    """Whether a secret is one of this repository's, or could be guessed by its length."""
    return len(secret) < SHORTEST_SECRET or any(part in secret for part in ("change-me", "for-development-only"))


def _is_public(address: str) -> bool:
    """Whether others than this machine and its own network reach an address."""
    host = urlparse(address).hostname or ""
    if not host or host == "localhost" or host.endswith((".localhost", ".local", ".test", ".internal")):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _database_url(url: str) -> str:
    """Rewrite the schemes hosting providers hand out to the driver this product uses."""
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url


def _limits_options(url: str) -> dict[str, Any]:
    """A store of limits that hangs delays a page by a second, never for ever."""
    return {"socket_connect_timeout": 1, "socket_timeout": 1} if url.startswith("redis") else {}


def load(name: str | None = None) -> dict[str, Any]:
    """Read every setting for the environment `name` (or WIJHA_ENV), checked.

    Raises ConfigurationError naming all missing settings at once.
    """
    env = Env()
    if name != "testing" and ENV_FILE.exists():
        env.read_env(str(ENV_FILE), recurse=False)  # what is in the environment already stands
    said = name or env.str("WIJHA_ENV", "")
    name = said or "development"
    if name not in {"development", "testing", "production"}:
        raise ConfigurationError(f"WIJHA_ENV is “{name}”; use development, testing or production.")
    production, testing = name == "production", name == "testing"
    var = (ROOT / (env.str("WIJHA_VAR", "") or "var")).resolve()
    if testing:
        database = env.str("TEST_DATABASE_URL", "sqlite://")
    else:
        database = env.str("DATABASE_URL", "") or f"sqlite:///{var / 'wijha.db'}"
    external = env.str("EXTERNAL_URL", "")
    https = external.startswith("https://")
    demo = env.bool("DEMO", not production and not testing)
    mail_port = env.int("MAIL_PORT", 587)
    implicit_tls = env.bool("MAIL_USE_SSL", mail_port == IMPLICIT_TLS_PORT)
    settings: dict[str, Any] = {
        "ENVIRONMENT": name,
        "TESTING": testing,
        "VAR": var,
        "DEMO": demo,
        "SECRET_KEY": env.str("SECRET_KEY", "" if production else "for-development-only-not-a-secret"),
        "EXTERNAL_URL": external,
        "TRUSTED_HOSTS": env.list("TRUSTED_HOSTS", []) or ([urlparse(external).hostname] if production else None),
        "PROXY_HOPS": env.int("PROXY_HOPS", None if production else 0),
        "SQLALCHEMY_DATABASE_URI": _database_url(database),
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "QUEUE_URL": env.str("QUEUE_URL", "") or f"sqlite:///{var / 'queue.db'}",
        "RATELIMIT_STORAGE_URI": env.str("RATELIMIT_URL", "memory://"),
        "RATELIMIT_STORAGE_OPTIONS": _limits_options(env.str("RATELIMIT_URL", "memory://")),
        "RATELIMIT_ENABLED": env.bool("RATELIMIT", not testing),
        "STORAGE_URL": env.str("STORAGE_URL", "") or (var / "files").as_uri(),
        "MODELS_DIR": var / "models",
        "MAIL_SERVER": env.str("MAIL_SERVER", ""),
        "MAIL_PORT": mail_port,
        "MAIL_USERNAME": env.str("MAIL_USERNAME", "") or None,
        "MAIL_PASSWORD": env.str("MAIL_PASSWORD", "") or None,
        "MAIL_USE_TLS": env.bool("MAIL_USE_TLS", production and not implicit_tls),
        "MAIL_USE_SSL": implicit_tls,
        "MAIL_FROM": env.str("MAIL_FROM", "Wijha <no-reply@wijha.example>"),
        "MAIL_FOLDER": var / "mail",
        "STAFF_IDLE": timedelta(hours=env.float("STAFF_IDLE_HOURS", 12)),
        "APPLICANT_IDLE": timedelta(days=env.float("APPLICANT_IDLE_DAYS", 30)),
        "STAFF_TWO_FACTOR": env.bool("STAFF_TWO_FACTOR", production),
        "TOTP_SECRET": env.str("TOTP_SECRET", "" if production else "for-development-only-0123456789abcdefghijkl"),
        "METRICS": env.bool("METRICS", False),
        "RETRAIN_EVERY_DAYS": max(env.int("RETRAIN_EVERY_DAYS", 0), 0),
        "OPERATOR_NAME": env.str("OPERATOR_NAME", "Technopark"),
        "OPERATOR_EMAIL": env.str("OPERATOR_EMAIL", "aide@wijha.example"),
        "CNDP_REFERENCE": env.str("CNDP_REFERENCE", ""),
        "LOG_LEVEL": env.str("LOG_LEVEL", "INFO"),
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "DECK_MAX_BYTES": 15 * 1024 * 1024,
    }
    if external:
        settings |= {"PREFERRED_URL_SCHEME": "https" if https else "http"}
    settings["HTTPS"] = https
    settings["ENVIRONMENT_SAID"] = bool(said)
    check(settings)
    return settings


def _mail_problems(settings: dict[str, Any]) -> list[str]:
    """What is wrong with how mail leaves, each with what to set."""
    if not settings["MAIL_SERVER"]:
        return []
    problems = []
    if settings["MAIL_USE_TLS"] and settings["MAIL_USE_SSL"]:
        problems.append("MAIL_USE_TLS or MAIL_USE_SSL to false (STARTTLS, mostly port 587, or TLS at once, port 465)")
    if settings["MAIL_PORT"] == IMPLICIT_TLS_PORT and not settings["MAIL_USE_SSL"]:
        problems.append("MAIL_USE_SSL=true (port 465 speaks TLS at once), or another MAIL_PORT")
    plain = not settings["MAIL_USE_TLS"] and not settings["MAIL_USE_SSL"]
    if settings["ENVIRONMENT"] == "production" and plain and _is_public(f"smtp://{settings['MAIL_SERVER']}"):
        problems.append("MAIL_USE_TLS=true or MAIL_USE_SSL=true (mails and their password never travel in clear)")
    for name in ("MAIL_FROM", "OPERATOR_EMAIL"):
        try:
            validate_email(parseaddr(settings[name])[1], check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            problems.append(f"{name} to an address (“{settings[name]}” is none)")
    return problems


def check(settings: dict[str, Any]) -> None:
    """Refuse a production start with a setting missing; all errors at once."""
    if not settings["ENVIRONMENT_SAID"] and _is_public(settings["EXTERNAL_URL"]):
        raise ConfigurationError(
            f"EXTERNAL_URL is public ({settings['EXTERNAL_URL']}), but WIJHA_ENV is not set. Set WIJHA_ENV=production, "
            "or WIJHA_ENV=development for a machine that only you reach."
        )
    problems = _mail_problems(settings)
    if settings["ENVIRONMENT"] != "production":
        if problems:
            raise ConfigurationError("The mail server cannot be used. Set: " + "; ".join(problems) + ".")
        return
    wanted = {
        "SECRET_KEY": "SECRET_KEY (a long random text)",
        "EXTERNAL_URL": "EXTERNAL_URL (the public address, for example https://candidatures.example.ma)",
        "MAIL_SERVER": "MAIL_SERVER (the host name of your mail server)",
        "TOTP_SECRET": "TOTP_SECRET (a second long random text, for two-factor sign-in)",
    }
    missing = [text for key, text in wanted.items() if not settings[key]]
    missing += [
        f"{key} to a secret of your own, at least {SHORTEST_SECRET} characters (this one is public or too short)"
        for key in ("SECRET_KEY", "TOTP_SECRET")
        if settings[key] and _is_weak(settings[key])
    ]
    if settings["SECRET_KEY"] and settings["SECRET_KEY"] == settings["TOTP_SECRET"]:
        missing.append("TOTP_SECRET to another text than SECRET_KEY")
    if settings["PROXY_HOPS"] is None:
        missing.append("PROXY_HOPS (how many proxies stand in front of it, 0 if none: limits count by source)")
    address = urlparse(settings["EXTERNAL_URL"])
    if address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1"):
        missing.append("EXTERNAL_URL with https (cookies and passwords never travel in clear)")
    if settings["DEMO"]:
        missing.append("DEMO=false (the demo world never runs in production)")
    missing += problems
    if missing:
        raise ConfigurationError("Production cannot start. Set: " + "; ".join(missing) + ".")
