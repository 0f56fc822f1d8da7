"""Binds ports to the settings and imports every jobs module once, so that handlers are registered."""

from flask import Flask

from app.applications import jobs as applications
from app.core import jobs
from app.decisions import jobs as decisions
from app.files import jobs as files
from app.files import storage
from app.mail import jobs as mail
from app.mail import render, transport
from app.matching import jobs as matching
from app.matching import registry
from app.queue import connect

HANDLERS = (applications, decisions, files, mail, matching)


def init_app(app: Flask) -> None:
    storage.connect(app.config["STORAGE_URL"])
    render.configure(
        folder=app.root_path + "/templates/mail",
        operator=app.config["OPERATOR_NAME"],
        contact=app.config["OPERATOR_EMAIL"],
        external_url=app.config["EXTERNAL_URL"] or "http://127.0.0.1:8000",
    )
    transport.connect(app.config)
    registry.connect(app.config["MODELS_DIR"])
    app.extensions["queue"] = queue = connect(app)
    if not app.testing:
        jobs.wake_with(queue.wake)
