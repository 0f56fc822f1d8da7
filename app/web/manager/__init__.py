"""Pages of the manager."""

from flask import Blueprint

bp = Blueprint("manager", __name__)
