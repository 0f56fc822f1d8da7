"""Creates the application for the web server and the flask command."""

import sys

import config
from app import create_app, wiring

app = create_app(config.load())
if "gunicorn" in sys.modules:  # the commands need no model
    wiring.preload(app)
