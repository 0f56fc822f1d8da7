"""Every service that takes ids of things, asked by a team whose roles lie at another site or in another call."""

import dataclasses
import datetime as dt
import enum
import importlib
import inspect
import pkgutil
import types
import typing
import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

import app as package
from app.accounts.models import Person
from app.accounts.roles import TEAM, Role
from app.applications.models import Application
from app.core.clock import today, utcnow
from app.core.db import Base, db, transaction
from app.core.errors import NotAllowed, NotFound
from app.programmes.models import Opening, Site
from app.reviews.scope import followed
from tests.factories import grant, make_call, make_person
from tests.walks.conftest import World

INNER = {
    "applications.services.transition.move", "cohorts.services.admit.take_in", "decisions.services.announce.publish",
    "outcomes.services.note_funding.add_funding", "outcomes.services.record.record",
}  # fmt: skip
"""Steps of other services, which ask for the right before them."""
ANYBODY = {
    "applications.services.start.start_application": "anybody applies",
    "events.services.register.register": "anybody comes to an event",
}
BY_VIEW = {
    "mail.services.discard.discard", "mail.services.discard.discard_about", "mail.services.resend.resend",
    "mail.services.release.release", "startups.services.set_place.set_place",
}  # fmt: skip
"""Packages that know no file and no cohort: their pages look the thing up within what the reader may follow, and
test_limits.py posts their forms."""
NOTHING = {"decisions.services.preview_batch.preview_batch": "nothing of theirs is ready, which is what it says"}


def found_services() -> dict[str, Callable[..., Any]]:
    """Each public service that takes somebody who acts and the id of something, by its name."""
    found = {}
    for module in pkgutil.walk_packages(package.__path__, "app."):
        if ".services." not in module.name:
            continue
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            taken = inspect.signature(function).parameters
            own = function.__module__ == module.name and not name.startswith("_")
            if own and "actor" in taken and any(one.endswith(("_id", "_ids", "openings")) for one in taken):
                found[f"{module.name.removeprefix('app.')}.{name}"] = function
    return found


def _tables() -> dict[str, type[Any]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


ALIASES = {
    "decision_ids": "decision", "registration_ids": "registration", "request_id": "hosting_request",
    "result_id": "event_result", "job_id": "job", "link_id": "board_link", "return_id": "campaign_return",
    "row_id": "outcome", "pass_id": "workspace_pass", "residence_ids": "residence",
}  # fmt: skip
"""Where the name of a parameter is not that of its table."""


class Elsewhere:
    """The whole team's roles at a site or in a call that nothing of the demonstration belongs to."""

    def __init__(self, kind: str) -> None:
        if kind == "call":
            scope: dict[str, Any] = {"call_id": make_call().id}
        else:
            used = sa.select(Opening.site_id)
            site = db.session.scalars(sa.select(Site).where(Site.id.not_in(used)).order_by(Site.key)).first()
            assert site is not None
            scope = {"site_id": site.id}
        self.own = set(scope.values())
        self.person = make_person()
        for role in (*TEAM, Role.REVIEWER):
            grant(self.person, role, **scope)

    def row(self, name: str) -> Any:
        """The key of some row that a parameter names; a fresh one where the demonstration has none."""
        stem = name.removesuffix("s").removesuffix("_id")
        model = _tables().get(ALIASES.get(name, stem))
        if model is None:
            return uuid.uuid4()
        query = sa.select(model.id).where(model.id.not_in(self.own))
        if (file := Application.id if model is Application else getattr(model, "application_id", None)) is not None:
            sent = sa.and_(~Application.team_chooses, Application.submitted_at.is_not(None))
            query = query.where(file.in_(sa.select(Application.id).where(sent)))
        return db.session.scalars(query.order_by(model.id).limit(1)).first() or uuid.uuid4()

    def value(self, name: str, kind: Any) -> Any:
        """Something a parameter of this name and type can hold."""
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if name == "actor":
            return self.person
        if name in ("scope", "within"):
            return followed(self.person)
        if origin in (types.UnionType, typing.Union):
            return self.value(name, next(one for one in inner if one is not types.NoneType))
        if origin in (Sequence, Collection, list, tuple):
            return [self.value(name, inner[0])] if inner[0] in (uuid.UUID,) else []
        if origin is not None:
            return {}
        if kind is uuid.UUID:
            return self.row(name)
        if dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return kind(**{one.name: self.value(one.name, hints[one.name]) for one in dataclasses.fields(kind)})
        if inspect.isclass(kind) and issubclass(kind, enum.Enum):
            return next(iter(kind))
        if inspect.isclass(kind) and issubclass(kind, Base):
            return db.session.scalars(sa.select(kind).limit(1)).first()
        samples: dict[Any, Any] = {
            str: "x", int: 1, bool: False, float: 1.0, dt.date: today(), dt.datetime: utcnow(), Person: self.person,
        }  # fmt: skip
        return samples.get(kind)


@pytest.mark.parametrize("kind", ["site", "call"])
def test_no_service_acts_on_what_lies_elsewhere(walked: World, kind: str) -> None:
    team = Elsewhere(kind)
    done = {}
    for name, service in found_services().items():
        if name in INNER | BY_VIEW | set(ANYBODY) | set(NOTHING):
            continue
        hints = typing.get_type_hints(service)
        values = {one: team.value(one, hints[one]) for one in inspect.signature(service).parameters}
        savepoint = db.session.begin_nested()
        try:
            with transaction():
                service(**values)
            done[name] = "done"
        except (NotAllowed, NotFound):
            pass
        except Exception as error:
            done[name] = repr(error)
        finally:
            if savepoint.is_active:
                savepoint.rollback()
    assert done == {}
