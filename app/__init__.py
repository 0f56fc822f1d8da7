"""Wijha: startups apply to a network of technoparks."""

from typing import Any

from flask import Flask


def create_app(settings: dict[str, Any]) -> Flask:
    """Wire the application; decides nothing."""
    app = Flask(__name__)
    app.config.from_mapping(settings)

    from app import cli, extensions, logs, models, web, wiring

    logs.init_app(app)
    extensions.init_app(app)
    wiring.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    app.extensions["tables"] = models
    return app
