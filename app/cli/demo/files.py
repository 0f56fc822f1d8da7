"""The applications of the demo: real and written texts under invented names, sent as founders would."""

import random
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.services.create import create
from app.applications import eligibility
from app.applications.models import Answer, Application
from app.applications.services.choose import choose
from app.applications.services.start import start_application
from app.applications.services.submit import submit_application
from app.cli.demo.accounts import ROLES
from app.cli.demo.cast import DATA, Cast
from app.core import jobs
from app.core.clock import at, today, utcnow
from app.core.db import transaction, upsert
from app.matching.services.recommend import rank
from app.programmes import queries as programmes
from app.programmes.models import Call, Opening

ANSWERS = (
    "sector", "stage", "company_status", "team_size", "full_time", "skills", "customers", "revenue_12m", "export",
    "funding_raised", "needs", "home_region", "home_city", "site_wishes", "programme_wish", "presence", "start",
    "women_led", "pitch", "problem", "solution",
)  # fmt: skip
PAST, REVIEWED = 44, 46


@dataclass(frozen=True)
class Row:
    """One application of the demo and the call it belongs to."""

    call: str
    text: dict[str, Any]
    draft: bool = False


def read(dice: random.Random) -> list[Row]:
    """Which text goes to which call: old companies to the past one, a mix to each."""
    texts: list[dict[str, Any]] = []
    for name in ("real_texts.yaml", "written_texts.yaml"):
        texts += yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    dice.shuffle(texts)
    limit = f"{today().year - 1}-09"
    old = [text for text in texts if not text.get("founded") or str(text["founded"]) < limit][:PAST]
    rest = [text for text in texts if text not in old]
    rows = [Row("2025", text) for text in old]
    rows += [Row("printemps-2026", text) for text in rest[:REVIEWED]]
    return rows + [Row("automne-2026", text, draft=position % 5 == 4) for position, text in enumerate(rest[REVIEWED:])]


def address(text: dict[str, Any]) -> str:
    """first.last@startup.example in plain letters."""

    def plain(word: str) -> str:
        letters = unicodedata.normalize("NFKD", word.lower())
        return "".join(c if c.isascii() and c.isalnum() else "-" if c in " '’-" else "" for c in letters).strip("-")

    first, last = plain(text["founder"]["first"]), plain(text["founder"]["last"])
    name = plain(text["startup"]) or "startup"
    return f"{first or 'equipe'}.{last or 'fondatrice'}@{name}.example"


def values(text: dict[str, Any], call_day: date) -> dict[str, Any]:
    """The answers of a text under the form's keys; empty ones left out."""
    found = {key: text[key] for key in ANSWERS if text.get(key) not in (None, "", [])}
    found |= {
        "startup_name": text["startup"],
        "applicant_role": "cofounder" if text["team_size"] > 1 else "sole_founder",
    }
    if text.get("founded") and found.get("company_status") != "not_created":
        found["founding_date"] = f"{text['founded']}-01"
    found["pitch"] = str(found["pitch"])[:200]
    for key, most in (("problem", 1200), ("solution", 1500)):
        found[key] = str(found[key])[:most]
    return found


def send_all(cast: Cast, calls: dict[str, Call], rows: list[Row], dice: random.Random) -> None:
    """Every row as its founder would: start, answer, choose among the best places, send."""
    openings = {key: programmes.openings(call.id, rules=True) for key, call in calls.items()}
    taken: set[str] = set()
    for row in rows:
        call = calls[row.call]
        last = min(call.closes_at, utcnow() - timedelta(hours=3))
        moment = call.opens_at + (last - call.opens_at) * (dice.random() ** 0.6)
        email = address(row.text)
        while email in taken:
            email = f"x{email}"
        taken.add(email)
        with at(moment):
            _send(cast, call, openings[row.call], row, email, dice)
    _main_applicant(cast, calls, openings)


def _send(cast: Cast, call: Call, openings: list[Opening], row: Row, email: str, dice: random.Random) -> Application:
    text = row.text
    with transaction():
        person = create(
            email=email,
            full_name=f"{text['founder']['first']} {text['founder']['last']}",
            password_hash=cast.password,
            roles=(Role.APPLICANT,),
            language=text["language"],
        )
        answers = values(text, today())
        if row.draft:
            kept = dice.randint(6, 16)
            answers = dict(list(answers.items())[:kept])
        application = start(person, call, text["startup"], text["language"], answers)
    if row.draft:
        return application
    wished, team = wishes(application, openings, answers, dice), dice.random() < 0.08
    with transaction():
        choose(application_id=application.id, actor=person, openings=[] if team else wished, team_chooses=team)
        submit_application(application_id=application.id, actor=person, declared=True, consented=True)
    jobs.run_all(limit=20)
    return application


def start(person: Person, call: Call, name: str, language: str, answers: dict[str, Any]) -> Application:
    """A draft with these answers."""
    application = start_application(actor=person, call_id=call.id, startup_name=name, language=language)
    for key, value in answers.items():
        upsert(
            Answer,
            {
                "application_id": application.id,
                "question_key": key,
                "value": value,
                "form_version_id": application.form_version_id,
                "row_version": 1,
                "updated_at": utcnow(),
                "updated_by_id": person.id,
            },
            key=("application_id", "question_key"),
        )
    return application


def wishes(
    application: Application, openings: list[Opening], answers: dict[str, Any], dice: random.Random
) -> list[uuid.UUID]:
    """One to three places: usually what was recommended, sometimes something else, never a barred one first."""
    barred = eligibility.barred(eligibility.check(openings, answers, today()))
    ranked = [
        uuid.UUID(match.opening) for match in rank(application.id, application.language, answers, openings).matches
    ]
    allowed = [key for key in ranked if key not in barred] or ranked
    if dice.random() < 0.07 and barred:
        allowed = [dice.choice(sorted(barred, key=str)), *allowed[:1]]
    elif dice.random() < 0.25:
        allowed = allowed[1:4] + allowed[:1]
    return list(dict.fromkeys(allowed))[: dice.choice((1, 2, 2, 3))]


def _main_applicant(cast: Cast, calls: dict[str, Call], openings: dict[str, list[Opening]]) -> None:
    """The demo's own founder: one file under review, and one draft that is nearly finished."""
    email = next(address for role, address in ROLES if role == "applicant")
    with at(calls["printemps-2026"].opens_at + timedelta(days=20)), transaction():
        person = create(
            email=email,
            full_name="Salma Berrada",
            password_hash=cast.password,
            roles=(Role.APPLICANT,),
            language="fr",
        )
    story = yaml.safe_load((DATA / "main_applicant.yaml").read_text(encoding="utf-8"))
    for key, draft in (("printemps-2026", False), ("automne-2026", True)):
        call = calls[key]
        moment = min(call.opens_at + timedelta(days=24), utcnow() - timedelta(hours=2))
        with at(moment):
            with transaction():
                application = start(person, call, story[key]["startup_name"], "fr", story[key])
            if not draft:
                with transaction():
                    ranked = rank(application.id, "fr", story[key], openings[key]).matches
                    choose(
                        application_id=application.id,
                        actor=person,
                        openings=[uuid.UUID(match.opening) for match in ranked[:2]],
                        team_chooses=False,
                    )
                    submit_application(application_id=application.id, actor=person, declared=True, consented=True)
                jobs.run_all(limit=20)
