"""Bring the operator's catalogue in from readable files: what is missing is added, edits are never overwritten."""

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from app.accounts.models import Person
from app.core import audit
from app.core.db import db
from app.programmes.models import Call, Opening, Programme, Region, Site, Target
from app.programmes.services.edit_call import set_rules
from app.programmes.states import SiteState

SEED = Path(__file__).parent.parent / "seed"


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((SEED / name).read_text(encoding="utf-8"))
    return found


def import_catalogue() -> int:
    """Regions, sites, programmes and targets of `seed/`; returns how many rows were added."""
    added = _regions() + _sites() + _programmes() + _targets()
    db.session.flush()
    return added


def _regions() -> int:
    known = set(db.session.scalars(sa.select(Region.code)))
    rows = [row for row in read("regions.yaml") if row["code"] not in known]
    for row in rows:
        db.session.add(Region(**{name: row[name] for name in ("code", "name", "capital", "latitude", "longitude")}))
    db.session.flush()
    return len(rows)


def _sites() -> int:
    known = set(db.session.scalars(sa.select(Site.key)))
    rows = [row for row in read("sites.yaml") if row["key"] not in known]
    for row in rows:
        site = Site(
            id=uuid.uuid4(),
            key=row["key"],
            name=row["name"],
            description=row["description"],
            region_code=row["region"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            status=SiteState(row["status"]),
            opened_on=str(row["opened_on"]) if row.get("opened_on") else None,
            city=row.get("city"),
            area=str(row.get("area_m2") or row.get("area_text") or "") or None,
            facilities=row.get("facilities") or [],
            vocation=row.get("vocation") or [],
            source=row.get("source") or "",
        )
        db.session.add(site)
        db.session.flush()
        audit.record("site.import", subject=site)
    return len(rows)


def _programmes() -> int:
    known = set(db.session.scalars(sa.select(Programme.key)))
    names = (
        "key", "name", "tagline", "description", "audience", "sectors", "stages", "offers", "company",
        "international", "remote", "partners", "published",
    )  # fmt: skip
    rows = read("programmes.yaml")
    fresh = [(position, row) for position, row in enumerate(rows) if row["key"] not in known]
    for position, row in fresh:
        programme = Programme(
            id=uuid.uuid4(),
            position=position,
            duration_months=row.get("duration_months") or [],
            residence_months=row.get("residence_months"),
            startup_terms_months=row.get("startup_terms_months"),
            source=row.get("source") or "",
            **{name: row[name] for name in names},
        )
        db.session.add(programme)
        db.session.flush()
        audit.record("programme.import", subject=programme)
    return len(fresh)


def _targets() -> int:
    known = {(one, year) for one, year in db.session.execute(sa.select(Target.indicator, Target.year))}
    fresh = [row for row in read("targets.yaml") if (row["indicator"], row["year"]) not in known]
    for row in fresh:
        target = Target(id=uuid.uuid4(), **row)
        db.session.add(target)
        db.session.flush()
        audit.record("target.import", subject=target, after={"value": target.value})
    return len(fresh)


def add_openings(*, call: Call, rows: list[dict[str, Any]], first_day: date, actor: Person) -> list[Opening]:
    """Openings of a call from rows {programme, site, seats, starts_in_days, rules}."""
    programmes = {p.key: p for p in db.session.scalars(sa.select(Programme))}
    sites = {s.key: s for s in db.session.scalars(sa.select(Site))}
    made = []
    for position, row in enumerate(rows):
        opening = Opening(
            id=uuid.uuid4(),
            call_id=call.id,
            programme_id=programmes[row["programme"]].id,
            site_id=sites[row["site"]].id,
            seats=row["seats"],
            starts_on=first_day + timedelta(days=row["starts_in_days"]),
            position=position,
        )
        db.session.add(opening)
        db.session.flush()
        set_rules(actor=None, opening=opening, rules=row.get("rules") or [])
        audit.record("opening.create", actor=actor, subject=opening, after={"seats": opening.seats})
        made.append(opening)
    return made
