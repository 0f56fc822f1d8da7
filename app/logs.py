"""Logs as JSON lines with the request id; answers, addresses and secrets are never written."""

import logging
import re
import sys
from typing import Any

import structlog
from flask import Flask

from app.core.audit import request_id

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PRIVATE = {
    "email",
    "to_email",
    "password",
    "answers",
    "value",
    "body",
    "subject",
    "full_name",
    "phone",
    "token",
    "form",
}


def _add_request(_logger: object, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    if current := request_id.get():
        event["request_id"] = current
    return event


def redact(_logger: object, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Blank private fields by name, and e-mail addresses wherever they stand."""
    for key, value in event.items():
        if key in _PRIVATE:
            event[key] = "[redacted]"
        elif isinstance(value, str):
            event[key] = _EMAIL.sub("[e-mail]", value)
    return event


def init_app(app: Flask) -> None:
    """Send structlog and the standard library's loggers through the same lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request,
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=not app.testing,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not getattr(h, "wijha", False)]
    handler.wijha = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(app.config["LOG_LEVEL"])
    for noisy in ("werkzeug", "huey", "huey.consumer", "alembic", "passlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
