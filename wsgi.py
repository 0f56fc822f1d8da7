"""Creates the application for the web server and the flask command."""

import config
from app import create_app

app = create_app(config.load())
