"""Binds ports to the settings and imports every jobs module once, so that handlers are registered."""

import structlog
from flask import Flask

from app.applications import jobs as applications
from app.cohorts import jobs as cohorts
from app.core import jobs
from app.core.db import db
from app.decisions import jobs as decisions
from app.events import jobs as events
from app.files import jobs as files
from app.files import storage
from app.mail import jobs as mail
from app.mail import render, transport
from app.matching import registry
from app.outcomes import jobs as outcomes
from app.outcomes import stopping
from app.queue import connect
from app.reports import jobs as reports

log = structlog.get_logger(__name__)
HANDLERS = (applications, cohorts, decisions, events, files, mail, outcomes, reports)


def init_app(app: Flask) -> None:
    storage.connect(app.config["STORAGE_URL"])
    render.configure(
        folder=app.root_path + "/templates/mail",
        operator=app.config["OPERATOR_NAME"],
        contact=app.config["OPERATOR_EMAIL"],
        external_url=app.config["EXTERNAL_URL"] or "http://127.0.0.1:8000",
    )
    stopping.configure(app.config["SECRET_KEY"])
    transport.connect(app.config)
    registry.connect(app.config["MODELS_DIR"])
    app.extensions["queue"] = queue = connect(app)
    if not app.testing:
        jobs.wake_with(queue.wake)


def preload(app: Flask) -> None:
    """Before the server forks: the model in service is read once and shared by its processes.

    Never stops a start: what is missing here is read at the first question. No connection survives the fork.
    """
    try:
        with app.app_context():
            registry.preload()
            db.session.remove()
            db.engine.dispose()
    except Exception as error:  # for example a database that is not migrated yet
        log.warning("model not loaded before the fork", error=type(error).__name__)
