"""Plain functions that make rows; a test names only what it is about."""

import itertools
import uuid
from collections.abc import Sequence
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.accounts.models import Person, RoleGrant
from app.accounts.roles import Role
from app.applications.models import Application
from app.applications.services.choose import choose
from app.applications.services.save_answers import save_answers
from app.applications.services.start import start_application
from app.applications.services.submit import submit_application
from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.decisions.models import RefusalReason
from app.programmes.models import Call, EligibilityRule, Opening, Programme, Region, Site
from app.programmes.states import CallState, SiteState
from app.questionnaires import queries as questionnaires
from app.questionnaires.models import FormVersion
from app.questionnaires.services.publish_version import publish_version, use_for_call
from app.reviews.models import Rubric
from app.reviews.queries import latest_rubric
from app.reviews.services import version_rubric

APP = Path(__file__).parent.parent / "app"
_numbers = itertools.count(1)


def texts(text: str) -> dict[str, str]:
    return {"fr": text, "ar": f"{text} ع", "en": f"{text} en"}


def save(row: Any) -> Any:
    """Add and commit, so that a rollback in the code under test keeps it."""
    with transaction() as session:
        session.add(row)
    return row


def make_person(*roles: Role, **values: Any) -> Person:
    n = next(_numbers)
    values = {"email": f"person{n}@exemple{n}.ma", "full_name": f"Personne {n}", "confirmed_at": utcnow()} | values
    grants = [RoleGrant(id=uuid.uuid4(), role=role) for role in roles]
    return save(Person(id=uuid.uuid4(), grants=grants, fs_uniquifier=uuid.uuid4().hex, **values))


def grant(person: Person, role: Role, **scope: Any) -> Person:
    with transaction():
        person.grants.append(RoleGrant(id=uuid.uuid4(), role=role, **scope))
    return person


def make_region(code: str = "MA-06") -> Region:
    return db.session.get(Region, code) or save(
        Region(code=code, name=texts(code), capital=texts("Casablanca"), latitude=33.57, longitude=-7.59)
    )


def make_site(**values: Any) -> Site:
    n = next(_numbers)
    values = {
        "key": f"site-{n}", "name": texts(f"Ville {n}"), "description": texts("Un site."), "region_code": make_region().code,
        "status": SiteState.OPEN, "latitude": 33.57, "longitude": -7.59, "facilities": [], "opened_on": "2001",
    } | values  # fmt: skip
    return save(Site(id=uuid.uuid4(), **values))


def make_programme(**values: Any) -> Programme:
    n = next(_numbers)
    values = {
        "key": f"programme-{n}", "name": texts(f"Programme {n}"), "tagline": texts("Pour lancer."),
        "description": texts("Logiciel et données pour lancer une startup."), "audience": texts("Startups."),
        "sectors": [], "stages": ["idea", "prototype", "pilots"], "offers": ["office", "mentoring"],
        "duration_months": [6, 12], "partners": [],
    } | values  # fmt: skip
    return save(Programme(id=uuid.uuid4(), **values))


@cache
def _parsed(name: str) -> Any:
    return yaml.safe_load((APP / name).read_text(encoding="utf-8"))


def read_seed(name: str) -> Any:
    """A seed file of the product, parsed once per process: that takes a quarter of a second, most tests need one."""
    return deepcopy(_parsed(name))


def form_version() -> FormVersion:
    """The seeded form, published once per test."""
    existing = questionnaires.latest_published()
    if existing is None:
        with transaction():
            existing = publish_version(read_seed("questionnaires/seed/application_form.yaml"))
    return existing


def rubric() -> Rubric:
    existing = latest_rubric()
    if existing is None:
        with transaction():
            existing = version_rubric.version_rubric(read_seed("reviews/seed/rubric.yaml"))
    return existing


def make_call(*, openings: int = 2, seats: int = 2, **values: Any) -> Call:
    """An open call with its form, rubric and openings."""
    now, n = utcnow(), next(_numbers)
    values = {
        "key": f"call-{n}", "title": texts(f"Appel {n}"), "summary": texts("Un appel."), "state": CallState.OPEN,
        "opens_at": now - timedelta(days=3), "closes_at": now + timedelta(days=3),
    } | values  # fmt: skip
    call = save(Call(id=uuid.uuid4(), **values))
    with transaction():
        use_for_call(call.id, form_version())
        version_rubric.use_for_call(call.id, rubric())
    for position in range(openings):
        make_opening(call, seats=seats, position=position)
    return call


def make_opening(call: Call, **values: Any) -> Opening:
    values = {"seats": 2, "position": 0} | values
    programme = values.pop("programme", None) or make_programme()
    site = values.pop("site", None) or make_site()
    return save(Opening(id=uuid.uuid4(), call_id=call.id, programme_id=programme.id, site_id=site.id, **values))


def make_rule(opening: Opening, **values: Any) -> EligibilityRule:
    values = {
        "fact": "stage", "operator": "in", "value": ["idea"], "hard": True, "position": 0,
        "messages": {"met": texts("Convient."), "not_met": texts("Ne convient pas."), "unknown": texts("À dire.")},
    } | values  # fmt: skip
    return save(EligibilityRule(id=uuid.uuid4(), opening_id=opening.id, **values))


def make_reason(code: str = "stage_early", *, about_fit: bool = True) -> RefusalReason:
    return db.session.get(RefusalReason, code) or save(
        RefusalReason(code=code, label=texts(code), sentence=texts("Trop tôt pour ce programme."), about_fit=about_fit)
    )


ANSWERS: dict[str, list[str]] = {
    "applicant_role": ["sole_founder"], "phone": ["0612345678"], "home_region": ["MA-06"], "home_city": ["Casablanca"],
    "team_size": ["3"], "full_time": ["2"], "skills": ["technical", "business"], "startup_name": ["Atlas Grid"],
    "company_status": ["not_created"], "sector": ["energy_water"], "pitch": ["Des capteurs pour irriguer mieux."],
    "problem": ["Le pompage coûte cher aux agriculteurs du Souss."],
    "solution": ["Un capteur et un logiciel choisissent l’heure de pompage."], "stage": ["prototype"],
    "customers": ["2"], "revenue_12m": ["0"], "export": ["none"], "needs": ["lab", "mentoring"],
    "presence": ["onsite"], "start": ["three_months"],
}  # fmt: skip


def make_draft(
    *, actor: Person | None = None, call: Call | None = None, filled: bool = True, **answers: Any
) -> Application:
    """A draft; `answers` replace single answers (a list of posted strings, or [] to leave one out)."""
    actor = actor or make_person(Role.APPLICANT)
    call = call or make_call()
    with transaction():
        application = start_application(
            actor=actor, call_id=call.id, startup_name=f"Atlas Grid {next(_numbers)}", language="fr"
        )
    if filled:
        definition = questionnaires.definition(application.form_version_id)
        wanted = {**ANSWERS, **answers}
        for _, page in definition.pages:
            with transaction():
                posted = {q.key: wanted[q.key] for q in page.questions if wanted.get(q.key)}
                save_answers(
                    application_id=application.id,
                    actor=actor,
                    page_key=page.key,
                    posted=posted,
                    seen={},
                    complete=False,
                )
        with transaction():
            opening = (
                db.session.query(Opening).filter_by(call_id=call.id).order_by(Opening.position, Opening.id).first()
            )
            if opening:
                choose(application_id=application.id, actor=actor, openings=[opening.id], team_chooses=False)
    return application


def send(draft: Application, *, openings: Sequence[uuid.UUID] = (), team_chooses: bool = False) -> Application:
    """Wish these places for a draft, send it and do its jobs."""
    actor = db.session.get(Person, draft.created_by_id)
    with transaction():
        choose(application_id=draft.id, actor=actor, openings=list(openings), team_chooses=team_chooses)
    with transaction():
        submit_application(application_id=draft.id, actor=actor, declared=True, consented=True)
    jobs.run_all()
    return db.session.get(Application, draft.id, populate_existing=True)  # type: ignore[return-value]


def make_application(
    *, actor: Person | None = None, call: Call | None = None, run_jobs: bool = True, **answers: Any
) -> Application:
    """A sent application, with its jobs done: checked and recommended."""
    actor = actor or make_person(Role.APPLICANT)
    draft = make_draft(actor=actor, call=call, **answers)
    with transaction():
        submit_application(application_id=draft.id, actor=actor, declared=True, consented=True)
    if run_jobs:
        jobs.run_all()
    return db.session.get(Application, draft.id, populate_existing=True)  # type: ignore[return-value]
