"""The flask commands, one module per group."""

from flask import Flask


def init_app(app: Flask) -> None:
    from app.cli import audit, catalogue, demo, docs, jobs, matching, people, serve

    for module in (audit, catalogue, demo, docs, jobs, matching, people, serve):
        app.cli.add_command(module.group)
