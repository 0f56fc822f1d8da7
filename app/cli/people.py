"""flask people create | grant | lock: accounts from the command line."""

import click
from flask import current_app
from flask_security import hash_password

from app.accounts import queries
from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.services.change_role import end_sessions, grant_role
from app.accounts.services.create import create as create_person
from app.cli.commands import Commands
from app.core import audit
from app.core.db import transaction

group = Commands("people", help="Accounts.")
ROLES = click.Choice([role.value for role in Role if role is not Role.PARTNER])


def _judged(context: click.Context, _option: click.Parameter, password: str) -> str:
    """The same passwords are taken as on the pages."""
    about = {"email": context.params.get("email"), "full_name": context.params.get("name")}
    problems, normalized = current_app.extensions["security"].password_util.validate(password, True, **about)
    if problems:
        raise click.BadParameter(" ".join(map(str, problems)))
    return str(normalized)


def _find(email: str) -> Person:
    person = queries.by_email(email)
    if person is None:
        raise click.ClickException("there is no account with this address")
    return person


@group.command("create")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=ROLES, multiple=True)
@click.password_option(callback=_judged)
def create(email: str, name: str, role: tuple[str, ...], password: str) -> None:
    """Make a confirmed account."""
    with transaction():
        create_person(
            email=email, full_name=name, password_hash=hash_password(password), roles=tuple(Role(r) for r in role)
        )
    print("created")


@group.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
def grant(email: str, role: str) -> None:
    """Give a role everywhere."""
    with transaction():
        person = _find(email)
        grant_role(person, Role(role))
        end_sessions(person)
        audit.record("person.grant", subject=person, after={"role": role})
    print("granted")


@group.command("lock")
@click.argument("email")
def lock(email: str) -> None:
    """Lock an account and end its sessions."""
    with transaction():
        person = _find(email)
        person.active = False
        end_sessions(person)
        audit.record("person.lock", subject=person)
    print("locked")
