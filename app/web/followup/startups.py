"""Startups after the yes: the list, and one startup with everything that is known of it since."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.cohorts import queries as cohorts
from app.core.clock import today
from app.core.errors import NotFound
from app.core.i18n import localized
from app.core.typed import read_words
from app.files import queries as files
from app.outcomes import answers as reading
from app.outcomes import earlier, outliers, queries, returns
from app.outcomes import followed as lists
from app.outcomes.earlier import Known
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome, Return
from app.outcomes.services.verify import stamp
from app.programmes import queries as programmes
from app.questionnaires import queries as questionnaires
from app.reviews.scope import followed
from app.web.access import me, require_role
from app.web.downloads import attachment
from app.web.followup import TEAM, bp
from app.web.followup.words import reason_words

MEASURES = list(Measure)


@bp.get("/team/startups")
@require_role(*TEAM, limited=True)
def startups() -> ResponseReturnValue:
    args, year = request.args, today().year - 1
    filters = lists.Filters(
        read_words(args.get("q", "")), args.get("programme", "")[:60], args.get("site", "")[:60],
        args.get("missing") == "1",
    )  # fmt: skip
    asked: dict[str, Any] = {"q": filters.words, "programme": filters.programme, "site": filters.site}
    asked |= {"missing": "1" if filters.missing else ""}
    page = lists.page(followed(me()), filters, year=year, cursor=args.get("cursor"))
    return render_template(
        "followup/startups.html",
        page=page, filters=filters, year=year, places=lists.places([row.id for row in page.rows]),
        programmes=[(p.key, localized(p.name)) for p in programmes.programmes(published_only=False)],
        sites=[(s.key, localized(s.name)) for s in programmes.sites()], total=len(MEASURES),
        to=lambda cursor: url_for(".startups", cursor=cursor, **{k: v for k, v in asked.items() if v}),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside the value of the period before."""

    row: Outcome
    last: Known | None
    odd: str
    stamp: str


@bp.get("/team/startups/<uuid:startup_id>")
@require_role(*TEAM, limited=True)
def startup(startup_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("followup/startup.html", **data(startup_id))


def data(startup_id: uuid.UUID) -> dict[str, Any]:
    """Raises NotFound outside the person's startups."""
    found = queries.startup(startup_id, followed(me()))
    figures, fundings = queries.of_startup(startup_id), queries.funding_of(startup_id)
    rows: list[Outcome | Funding] = [*figures, *fundings]
    events = queries.history(startup_id, [row.id for row in rows])
    people = [event.actor_id for event in events]
    people += [one for row in rows for one in (row.recorded_by_id, row.verified_by_id)]
    return {
        "startup": found,
        "participations": cohorts.participations_of(startup_id),
        "residences": cohorts.residences_of(startup_id),
        "periods": by_period(figures),
        "fundings": [(row, stamp(row)) for row in fundings],
        "events": [(event, _about(event, rows), reason_words(event.reason)) for event in events],
        "said_beside": [one for one in map(_said, returns.sent_by(startup_id)) if one],
        "names": accounts.names(people),
        "reader": me().id,
    }


def by_period(figures: Sequence[Outcome]) -> list[tuple[tuple[Any, Any], list[Line]]]:
    """Periods, the latest first, with their lines in the order of the measures."""
    known = earlier.of(
        (one.startup_id, Known(one.measure, one.value, one.starts_on, one.ends_on))
        for one in figures
        if one.value is not None
    )
    found: dict[tuple[Any, Any], list[Line]] = {}
    for row in sorted(figures, key=lambda r: MEASURES.index(r.measure)):
        last = known.before(row.startup_id, row.measure, row.starts_on, row.ends_on)
        days = (row.starts_on, row.ends_on)
        same = {one.measure: one.value for one in figures if (one.starts_on, one.ends_on) == days}
        odd = outliers.odd(same, {row.measure: last.value} if last else {}).get(row.measure)
        told = outliers.sentence(odd) if odd and row.verified_at is None else ""
        found.setdefault(days, []).append(Line(row, last, told, stamp(row)))
    return sorted(found.items(), key=lambda pair: (pair[0][1], pair[0][0]), reverse=True)


@dataclass(frozen=True, slots=True)
class Said:
    """What a startup wrote in a return beside its figures: a comment, and what it has no amount for."""

    sent: Return
    comment: str
    without_amount: Sequence[FundingKind]


def _said(one: Return) -> Said | None:
    definition = questionnaires.definition(one.campaign.form_version_id)
    missing = reading.without_amount(definition, one.answers)
    comment = str(one.answers.get("comment") or "")
    return Said(one, comment, missing) if comment or missing else None


def _about(event: Any, rows: Sequence[Outcome | Funding]) -> Outcome | Funding | None:
    """The row an event speaks of; None for one that is gone."""
    return next((row for row in rows if str(row.id) == event.subject_id), None)


@bp.get("/team/startups/<uuid:startup_id>/evidence/<uuid:file_id>")
@require_role(*TEAM, limited=True)
def evidence(startup_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    queries.startup(startup_id, followed(me()))
    if not queries.has_evidence(startup_id, file_id):
        raise NotFound
    return attachment(files.get(file_id))
