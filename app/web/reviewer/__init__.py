"""Pages of the reviewer."""

from flask import Blueprint

bp = Blueprint("reviewer", __name__)
