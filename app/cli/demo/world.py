"""The demo world in order: people, calls, a model, files, reviews, decisions, what came after, the board."""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

import yaml
from flask_security import hash_password

from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.services.change_role import grant_role
from app.accounts.services.create import create
from app.cli.catalogue import seed_catalogue
from app.cli.demo import after, board, files, followed, past, present
from app.cli.demo.accounts import PASSWORD
from app.cli.demo.cast import DATA, Cast
from app.cli.matching import train_first
from app.core import jobs
from app.core.clock import MOROCCO, at, today
from app.core.db import db, transaction
from app.programmes import queries as programmes
from app.programmes.models import Call
from app.programmes.services.edit_call import create_call
from app.programmes.services.import_catalogue import add_openings
from app.programmes.services.import_catalogue import read as read_seed
from app.programmes.services.open_call import open_call
from app.questionnaires.queries import latest_published
from app.questionnaires.services.publish_version import use_for_call
from app.reports.services.watch_drift import order_watch
from app.reviews.queries import latest_rubric
from app.reviews.services import version_rubric

SEED = 20261123


def build(say: Callable[[str], None]) -> None:
    """Everything from one seed: the same texts, people, marks and decisions each time, around today's date."""
    dice = random.Random(SEED)  # noqa: S311  not for secrets
    seed_catalogue()
    say("people")
    cast = _people()
    say("calls")
    calls = _calls(cast)
    db.session.remove()
    say("first model")
    train_first()
    rows = files.read(dice)
    say(f"{len(rows)} applications")
    files.send_all(cast, calls, rows, dice)
    say("a past call, decided, with outcomes")
    past.decide(cast, calls["2025"], dice)
    say("a call under review")
    present.review(cast, calls["printemps-2026"], dice)
    jobs.run_all(limit=5000)
    say("remarks on cards, and the matcher's months")
    present.remarks(calls["printemps-2026"])
    with transaction():
        order_watch(actor=cast.admin)
    jobs.run_all(limit=5000)
    say("startups of earlier years, their stays and figures")
    history = after.write_history(cast, dice)
    followed.Followed(cast, calls["2025"]).write()
    say("a partner, a campaign of returns, and the board's reviews")
    board.tell(cast, history, dice)
    db.session.remove()


def _people() -> Cast:
    described = yaml.safe_load((DATA / "people.yaml").read_text(encoding="utf-8"))
    password = hash_password(PASSWORD)
    roles = {
        "reviewers": Role.REVIEWER, "staff": Role.STAFF, "lead": Role.LEAD, "admin": Role.ADMIN,
        "director": Role.DIRECTOR,
    }  # fmt: skip
    found: dict[str, list[Person]] = {}
    with transaction():
        sites = {site.key: site.id for site in programmes.sites()}
        for group, role in roles.items():
            for one in described[group]:
                person = create(
                    email=one["email"],
                    full_name=f"{one['first']} {one['last']}",
                    password_hash=password,
                    roles=() if one.get("sites") else (role,),
                    language=one["languages"][0],
                )
                for site in one.get("sites", ()):
                    grant_role(person, role, site_id=sites[site])
                found.setdefault(group, []).append(person)
    return Cast(
        reviewers=found["reviewers"],
        staff=found["staff"],
        lead=found["lead"][0],
        admin=found["admin"][0],
        director=found["director"][0],
        expertise={
            p.id: tuple(one["expertise"]) for p, one in zip(found["reviewers"], described["reviewers"], strict=True)
        },
        comments=described["review_comments"],
        feedback=[one["text"] for one in described["feedback_texts"] if one["language"] == "fr"],
        outcomes=described["outcomes"],
        password=password,
    )


def _calls(cast: Cast) -> dict[str, Call]:
    day, found = today(), {}
    for row in read_seed("calls.yaml"):
        first, last = day + timedelta(days=row["opens_in_days"]), day + timedelta(days=row["closes_in_days"])
        opens = datetime.combine(first, time(9), tzinfo=MOROCCO)
        with at(opens - timedelta(days=5)), transaction():
            call = create_call(
                actor=cast.admin,
                key=row["key"],
                values={
                    "title": row["title"],
                    "summary": row["summary"],
                    "opens_at": opens,
                    "closes_at": datetime.combine(last, time(23, 59), tzinfo=MOROCCO),
                    "grace_minutes": row["grace_minutes"],
                    "answers_by": last + timedelta(days=50),
                },
            )
            use_for_call(call.id, latest_published())  # type: ignore[arg-type]
            version_rubric.use_for_call(call.id, latest_rubric())  # type: ignore[arg-type]
            add_openings(call=call, rows=row["openings"], first_day=day, actor=cast.admin)
            open_call(actor=cast.admin, call_id=call.id)
        found[row["key"]] = call
    return found
