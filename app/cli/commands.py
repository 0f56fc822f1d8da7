"""A group of commands that says a refusal in a sentence, with a status that is not zero."""

from typing import Any

import click
from flask.cli import AppGroup

from app.core.errors import DomainError, NotAllowed, NotFound

UNSAID = {
    NotAllowed: "this person may not do that: it takes an administrator",
    NotFound: "there is nothing with this name or number",
}
"""Words for refusals that a page answers without any."""


class Commands(AppGroup):
    """Its commands let refusals of services through; nobody reads a trace for one."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as error:
            words = error.message or UNSAID.get(type(error), "this is not possible")
            raise click.ClickException(words % error.values if error.values else words) from error
