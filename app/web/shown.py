"""What a form was made from travels with it: a change by somebody else in between is told, never overwritten.

A form carries a signed mark of each row it shows (`{{ shown(row, …) }}`). The first transaction of its request locks
these rows and compares them; the person is led back to the form, reads who changed what, and decides anew.
"""

import enum
import hashlib
import json
import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, Signer
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.applications.models import Application
from app.cohorts.models import Residence
from app.core import i18n
from app.core.audit import AuditEvent
from app.core.db import Base, after_begin, db
from app.core.errors import DomainError
from app.core.i18n import N_
from app.events.models import Event
from app.programmes.models import Opening
from app.web.staff.words import ACTIONS

FIELD = "shown"
NOT_COMPARED = {"created_at", "updated_at"}
COMPARED: dict[type[Base], set[str]] = {
    Application: {"stage", "shown"},
    Person: {"email", "full_name", "active"},
}
"""Of these only what a person of the team acts on."""
COUNTED: dict[type[Base], set[str]] = {
    Event: {"places_taken"},
    Opening: {"seats_taken"},
    Residence: {"end_timer_id", "terms_timer_id"},
}
"""Columns that the product itself keeps: nobody edits them."""


TOO_OLD = N_("This changed while the page was open. Look at what stands here now, then decide again.")
WHO = N_("%(person)s changed this on %(day)s at %(time)s. Look at what stands here now, then decide again.")
WHO_AND_WHAT = N_("%(person)s, %(day)s at %(time)s: “%(act)s”. Look at what stands here now, then decide again.")


class ChangedMeanwhile(DomainError):
    """Somebody else changed, after the page was made, what the posted form was made from."""


def init_app(app: Flask) -> None:
    app.jinja_env.globals["shown"] = mark_rows
    after_begin(_compare)


def mark_rows(*rows: Any) -> Markup:
    """Hidden fields that say which state of these rows the form was made from; None is passed over."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("").join(field.format(FIELD, _mark(row)) for row in rows if row is not None)


def _columns(model: type[Base]) -> list[str]:
    names = [attribute.key for attribute in sa.inspect(model).column_attrs]
    wanted = COMPARED.get(model, set(names) - NOT_COMPARED - COUNTED.get(model, set()))
    return sorted(name for name in names if name in wanted)


def _mark(row: Base) -> str:
    model = type(row)
    key = sa.inspect(row).identity[0]  # type: ignore[index]
    digest = _digest([getattr(row, name) for name in _columns(model)])
    return _signer().sign(f"{model.__tablename__}:{key}:{digest}").decode()


def _digest(values: list[Any]) -> str:
    text = json.dumps([_plain(value) for value in values], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID | date | datetime):
        return str(value)
    return value


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="shown")


def _compare(session: Session) -> None:
    """Lock what the form shows, in one order, and compare; once in a request.

    Raises ChangedMeanwhile.
    """
    if not has_request_context() or request.method != "POST" or g.get("compared") or FIELD not in request.form:
        return
    g.compared = True
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    for signed in sorted(set(request.form.getlist(FIELD))):
        try:
            table, key, digest = _signer().unsign(signed).decode().split(":")
        except BadSignature as error:
            raise ChangedMeanwhile(TOO_OLD) from error
        if _digest_now(session, models[table], key) != digest:
            raise _told(key)


def _digest_now(session: Session, model: type[Base], key: str) -> str:
    mapper = sa.inspect(model)
    primary = mapper.primary_key[0]
    value = uuid.UUID(key) if primary.type.python_type is uuid.UUID else primary.type.python_type(key)
    columns = [getattr(model, name) for name in _columns(model)]
    row = session.execute(sa.select(*columns).where(primary == value).with_for_update()).one_or_none()
    return _digest(list(row)) if row is not None else ""


def _told(key: str) -> ChangedMeanwhile:
    """Who changed it last, when, and what the trace calls it."""
    last = db.session.execute(
        sa.select(AuditEvent.actor_id, AuditEvent.at, AuditEvent.action)
        .where(AuditEvent.subject_id == key)
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return ChangedMeanwhile(TOO_OLD)
    name = accounts.names([last.actor_id]).get(last.actor_id) if last.actor_id else None
    act = ACTIONS.get(last.action)
    return ChangedMeanwhile(
        WHO_AND_WHAT if act else WHO,
        person=f"\u2068{name or _('The system')}\u2069",
        day=i18n.short_date(last.at),
        time=i18n.clock_time(last.at),
        act=_(act) if act else "",
    )
