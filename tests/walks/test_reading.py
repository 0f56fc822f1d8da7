"""Whatever is only opened changes nothing: no GET or HEAD writes a row, but of sessions and logs.

Mail scanners, browsers that fetch ahead and people who look open every link.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import islice, product
from typing import Any

import sqlalchemy as sa
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token
from werkzeug.routing import Rule

from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.services.invite import invite
from app.applications.models import Application
from app.cohorts.models import Edition
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.decisions.models import Batch
from app.events.models import Event, EventResult, Registration
from app.mail.models import Message
from app.matching.models import Run
from app.outcomes import stopping
from app.outcomes.models import Campaign, Funding, Return
from app.programmes.models import Call, Site
from app.reports.models import AnnualReview, BoardLink
from app.startups.models import MemberRole, Membership, Startup
from app.startups.services.invite_member import invite_member
from app.web.guest import token_of
from tests.factories import make_person
from tests.statements import heard_statements
from tests.walks.conftest import ADDRESSES, World

LOGS = {"browser_session", "audit_event", "audit_head", "board_visit"}
"""Rows that say who came and what was taken along; nothing anybody decides or reads elsewhere depends on them."""
WRITING = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|MERGE\s+INTO)\s+\"?(\w+)", re.IGNORECASE)
TRIED = 12
"""So many addresses of one pattern are tried for one that answers."""
WITHOUT_PAGE = {
    "health.root", "health.metrics", "auth.welcome", "security.tf_select", "security.two_factor_rescue",
    "security.two_factor_token_validation", "security.mf_recovery", "events.find_code",
    "applicant.ask_decline", "applicant.download", "applicant.figures", "applicant.return_evidence_file",
    "reviewer.file", "staff.application_file", "staff.placement_result",
    "matcher.comparison", "matcher.comparison_export", "matcher.backtest", "matcher.backtest_export",
    "matcher.trial_page", "followup.campaign_change", "followup.campaign_reopen", "followup.evidence",
    "followup.telephone", "followup.telephone_evidence_file", "events.result_remove",
    "public.registration_cancel",
}  # fmt: skip
"""Opened all the same, with rows that exist: they lead on, or the demonstration has nothing in the state they show."""


def _written(statement: str) -> str | None:
    """The table that a statement writes to."""
    found = WRITING.match(statement)
    return found[1].lower() if found else None


def _ids(column: Any, name: str) -> list[dict[str, Any]]:
    return [{name: value} for value in db.session.scalars(sa.select(column).limit(TRIED))]


def _pairs(**columns: Any) -> list[dict[str, Any]]:
    rows = db.session.execute(sa.select(*columns.values()).limit(TRIED))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _any(**columns: Any) -> list[dict[str, Any]]:
    """Rows that need not belong together."""
    rows = [db.session.scalars(sa.select(column).limit(TRIED)).all() for column in columns.values()]
    return [dict(zip(columns, values, strict=True)) for values in islice(product(*rows), TRIED)]


def _owned(model: Any, name: str) -> list[dict[str, Any]]:
    """Of the people the walk signs in as first, then of others."""
    mine = (
        sa.select(model.id)
        .join(Membership, Membership.startup_id == model.startup_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.email.in_(ADDRESSES.values()))
    )
    return [{name: one} for one in [*db.session.scalars(mine), *db.session.scalars(sa.select(model.id).limit(TRIED))]]


def _tokens() -> dict[str, list[str]]:
    """A link of each kind that lets somebody in, as its mail carries it, not used yet."""
    admin = db.session.scalars(sa.select(Person).where(Person.email == ADDRESSES["admin"])).unique().one()
    owner = db.session.scalars(sa.select(Person).where(Person.email == ADDRESSES["applicant"])).unique().one()
    startup_id = db.session.scalars(sa.select(Membership.startup_id).where(Membership.person_id == owner.id)).first()
    newcomer = make_person(confirmed_at=None, password="x")
    with transaction():
        team = invite(actor=admin, email="nouvelle@exemple.ma", role=Role.REVIEWER)
        join = invite_member(
            startup_id=startup_id, actor=owner, email="associe@exemple.ma", role=MemberRole.EDITOR, language="fr"
        )
        link = BoardLink(id=uuid.uuid4(), label="x", expires_at=utcnow() + timedelta(days=1), created_by_id=admin.id)
        db.session.add(link)
    stop = [stopping.token(value) for value in db.session.scalars(sa.select(Startup.id).limit(1))]
    guest = {
        f"guest.{page}": [token_of(link)] for page in ("dashboard", "review", "review_document", "review_workbook")
    }
    return {
        "security.confirm_email": [generate_confirmation_token(newcomer)],
        "security.reset_password": [generate_reset_password_token(newcomer)],
        "auth.invitation": [team], "auth.join": [join], "public.reminders": stop,
        **guest,
    }  # fmt: skip


def _candidates(rule: Rule, tokens: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Values for the places of an address; nothing where none is known."""
    names = tuple(sorted(rule.arguments - {"lang"}))
    numbers = [row.year for row in db.session.scalars(sa.select(AnnualReview))] if "number" in names else []
    if names == ("token",):
        return [{"token": token} for token in tokens[rule.endpoint]]
    if names == ("number", "token"):
        return [{"token": token, "number": number} for token in tokens[rule.endpoint] for number in numbers]
    if rule.endpoint == "public.certificate":
        return _ids(Registration.id, "number")
    if rule.endpoint == "public.event_thanks":
        return _ids(Event.key, "key")
    known: dict[tuple[str, ...], Any] = {
        ("application_id",): lambda: _owned(Application, "application_id"),
        ("application_id", "key"): lambda: [{**one, "key": "deck"} for one in _owned(Application, "application_id")],
        ("application_id", "question_key"): lambda: [
            {**one, "question_key": "deck"} for one in _owned(Application, "application_id")
        ],
        ("return_id",): lambda: _owned(Return, "return_id"),
        ("campaign_id",): lambda: _ids(Campaign.id, "campaign_id"),
        ("number",): lambda: [{"number": number} for number in numbers],
        ("code",): lambda: _ids(Registration.code, "code"),
        ("event_id",): lambda: _ids(Event.id, "event_id"),
        ("event_id", "registration_id"): lambda: _pairs(
            event_id=Registration.event_id, registration_id=Registration.id
        ),
        ("event_id", "result_id"): lambda: _pairs(event_id=EventResult.event_id, result_id=EventResult.id),
        ("funding_id", "startup_id"): lambda: _pairs(startup_id=Funding.startup_id, funding_id=Funding.id),
        ("message_id",): lambda: _ids(Message.id, "message_id"),
        ("batch_id",): lambda: _ids(Batch.id, "batch_id"),
        ("run_id",): lambda: _ids(Run.id, "run_id"),
        ("key", "run_id"): lambda: _any(key=Call.key, run_id=Run.id),
        ("edition_id", "startup_id"): lambda: _any(edition_id=Edition.id, startup_id=Startup.id),
        ("key", "startup_id"): lambda: _any(key=Site.key, startup_id=Startup.id),
        (): lambda: [{}],
    }
    return known[names]() if names in known else []


def _roles(walked: World, endpoint: str) -> list[str]:
    access = getattr(walked.app.view_functions[endpoint], "access", "public")
    if access == "public":
        return ["", "applicant"]
    named = [role for role in ADDRESSES if role in access.split(", ")]
    return named or list(ADDRESSES)


def _addresses(walked: World, rule: Rule, tokens: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(role, address): what a link of the demonstration leads to, else whatever fits the pattern."""
    reached = [
        (role, path) for role, path in walked.answered if walked.endpoint(path.partition("?")[0]) == rule.endpoint
    ]
    if reached:
        yield reached[0]
        return
    places = walked.app.url_map.bind("localhost")
    lang = {"lang": "en"} if "lang" in rule.arguments else {}
    for values in _candidates(rule, tokens):
        for role in _roles(walked, rule.endpoint):
            yield role, places.build(rule.endpoint, {**lang, **values})


def _opened(walked: World, rule: Rule, tokens: dict[str, list[str]], enter: Any) -> tuple[bool, list[str]]:
    """Whether it answered with a page, and what HEAD and then GET wrote."""
    wrong: list[str] = []
    for role, path in _addresses(walked, rule, tokens):
        client = enter(role)
        with heard_statements(_written) as written:
            client.head(path)
            answer = client.get(path)
            answer.get_data()
            answer.close()
        if changed := sorted(set(written) - LOGS):
            wrong.append(f"{rule.endpoint} {path} ({role or 'nobody'}): {', '.join(changed)}")
        if answer.status_code == 200:
            return True, wrong
    return False, wrong


def test_opening_a_page_changes_nothing(walked: World) -> None:
    rules = [rule for rule in walked.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    rules = [rule for rule in rules if "filename" not in rule.arguments]
    with walked.app.test_request_context():
        tokens = _tokens()
    enter = cache(walked.enter)

    results = {rule.endpoint: _opened(walked, rule, tokens, enter) for rule in rules}

    assert [line for _answered, wrong in results.values() for line in wrong] == []
    assert {endpoint for endpoint, (answered, _wrong) in results.items() if not answered} == WITHOUT_PAGE
