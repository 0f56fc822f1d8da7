"""Find a startup by its name, for an edition, a residence or the waiting list; add one that is not known yet."""

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.cohorts import editions as lists
from app.cohorts import policy
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.core.i18n import localized
from app.core.typed import read_words
from app.programmes import queries as programmes
from app.reviews import scope
from app.startups.models import Startup
from app.startups.services.create import note_startup
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp
from app.web.cohorts.forms import NewStartupForm
from app.web.cohorts.sites import edition_of
from app.web.staff.forms import identifier

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a startup is looked for, and where the choice leads."""

    title: str
    about: str
    back: str
    site_id: uuid.UUID
    endpoint: str
    values: dict[str, Any]

    def address(self, startup_id: uuid.UUID) -> str:
        return url_for(self.endpoint, startup_id=startup_id, **self.values)


def scope_of(person: Person) -> sa.ColumnElement[bool]:
    return lists.findable(scope.unrelated_startups(person))


def chosen(person: Person, startup_id: uuid.UUID) -> Startup:
    """NotFound for a startup that somebody may not take up."""
    found = db.session.scalars(sa.select(Startup).where(Startup.id == startup_id, scope_of(person))).one_or_none()
    if found is None:
        raise NotFound
    return found


def _purpose() -> Purpose:
    """From the address; NotFound for anything else, NotAllowed for who only reads."""
    edition_id, key = identifier(request.args.get("edition")), request.args.get("site", "")
    if edition_id:
        edition = edition_of(me(), edition_id)
        about = f"{localized(edition.programme.name)} · {localized(edition.site.name)}"
        back, values = url_for(".edition", edition_id=edition.id), {"edition_id": edition.id}
        title = _("Admit a startup without an application")
        purpose = Purpose(title, about, back, edition.site_id, ".admit_without", dict(values))
    else:
        site, waits = programmes.site(key), request.args.get("for") == "hosting"
        title = _("Add a startup to the waiting list") if waits else _("Begin a residence")
        back = url_for(".hosting" if waits else ".residences", key=key)
        endpoint = ".hosting_new" if waits else ".residence_new"
        purpose = Purpose(title, localized(site.name), back, site.id, endpoint, {"key": key})
    if not policy.can_read_site(me(), purpose.site_id):
        raise NotFound
    if not policy.can_run_site(me(), purpose.site_id):
        raise NotAllowed
    return purpose


@bp.route("/team/cohorts/find", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def find_startup() -> ResponseReturnValue:
    """GET searches; POST notes a startup that is not in the list, and goes on with it."""
    purpose, form = _purpose(), NewStartupForm.from_request()
    words = read_words(request.args.get("q", ""))
    if form.submitted_and_valid():
        try:
            with transaction():
                made = note_startup(actor=me(), name=form.name.data or "")
            return redirect(purpose.address(made.id), 303)
        except InvalidInput as error:
            form.add_error(error)
    found = lists.startups_named(words, scope_of(me()), limit=SHOWN + 1)
    kept = {name: request.args[name] for name in ("edition", "site", "for") if name in request.args}
    page = render_template(
        "cohorts/find.html",
        purpose=purpose,
        form=form,
        words=words,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        kept=kept,
    )
    return page, 422 if form.problems() else 200
