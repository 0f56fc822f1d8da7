"""A second application with a database file of its own, for tests of several threads or processes at once.

The ordinary tests share one connection inside a transaction; threads need connections of their own.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask

import config
from app import create_app
from app.core.db import db
from app.files import storage
from app.mail import render, transport
from app.matching import bundles, registry
from tests.conftest import own_database

SHARED = (storage._store, bundles._folder, transport._current, render._settings)


@contextmanager
def in_own_application(folder: Path) -> Iterator[Flask]:
    """Inside its context; what the first application had connected comes back afterwards."""
    kept = [type(one)(one) for one in SHARED]
    before = os.environ["WIJHA_VAR"]
    os.environ["WIJHA_VAR"] = str(folder)
    settings = config.load("testing")
    os.environ["WIJHA_VAR"] = before
    server = settings["SQLALCHEMY_DATABASE_URI"]
    settings["SQLALCHEMY_DATABASE_URI"] = (
        own_database(server, f"own_{uuid.uuid4().hex[:8]}")
        if server.startswith("postgresql")
        else f"sqlite:///{folder / 'own.db'}"
    )
    app = create_app(settings)
    try:
        with app.app_context():
            flask_migrate.upgrade()
            db.session.remove()
            yield app
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
    finally:
        for one, value in zip(SHARED, kept, strict=True):
            if isinstance(one, dict):
                one.clear()
                one.update(value)
            else:
                one[:] = value
        registry.forget()
