"""The catalogue and its calls, for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.applications.queries import openings_of_call_page
from app.core.clock import utcnow
from app.core.i18n import localized, ngettext, translate_count
from app.matching import explain
from app.programmes import queries
from app.programmes.models import EligibilityRule, Opening, Programme
from app.web.access import public
from app.web.public import bp


@dataclass(frozen=True, slots=True)
class RuleView:
    text: str
    hard: bool


@dataclass(frozen=True, slots=True)
class ProgrammeOpenings:
    """A programme in a call: where it is open, and what is asked."""

    programme: Programme
    openings: Sequence[Opening]
    rules: Sequence[RuleView]


@bp.get("/programmes")
@public
def programmes() -> ResponseReturnValue:
    return render_template("public/programmes.html", programmes=queries.programmes())


@bp.get("/programmes/<key>")
@public
def programme(key: str) -> ResponseReturnValue:
    found = queries.programme(key)
    return render_template(
        "public/programme.html",
        programme=found,
        duration=duration(found.duration_months),
        words=explain.words,
        openings=queries.openings_of_programme(found.id, utcnow()),
    )


@bp.get("/calls")
@public
def calls() -> ResponseReturnValue:
    return render_template("public/calls.html", calls=queries.open_calls(utcnow()))


@bp.get("/calls/<key>")
@public
def call(key: str) -> ResponseReturnValue:
    found, openings = openings_of_call_page(key)
    return render_template(
        "public/call.html", call=found, groups=by_programme(openings), is_open=found.is_open(utcnow())
    )


def duration(months: Sequence[int] | None) -> str:
    """The published length in words; empty where none is."""
    if not months:
        return ""
    least, most = min(months), max(months)
    if least == most:
        return translate_count(*ngettext("%(num)s month", "%(num)s months", least))
    return str(_("%(least)s to %(most)s months", least=least, most=most))


def by_programme(openings: Sequence[Opening]) -> list[ProgrammeOpenings]:
    """Openings grouped by programme, in the order of the call; each condition once."""
    order = list(dict.fromkeys(opening.programme_id for opening in openings))
    ranked = sorted(openings, key=lambda opening: order.index(opening.programme_id))
    groups = []
    for _key, group in groupby(ranked, key=lambda opening: opening.programme_id):
        members = list(group)
        rules = {in_words(rule): rule.hard for opening in members for rule in opening.rules}
        views = [RuleView(text, hard) for text, hard in sorted(rules.items(), key=lambda pair: not pair[1])]
        groups.append(ProgrammeOpenings(members[0].programme, members, views))
    return groups


def in_words(rule: EligibilityRule) -> str:
    """A condition as a sentence for somebody who has not answered yet."""
    if (rule.fact, rule.operator) == ("company_age_months", "at_most"):
        marked = ngettext(
            "Age of the company: at most %(num)s month.", "Age of the company: at most %(num)s months.", rule.value
        )
        return translate_count(*marked)
    listed = explain.words(rule.value if isinstance(rule.value, list) else [])
    sentences = {
        ("company_created", "is_true"): _("The company exists."),
        ("company_created", "is_false"): _("The company does not exist yet."),
        ("stage", "in"): _("Stage of the product: %(list)s.", list=listed),
        ("stage", "not_in"): _("Any stage of the product but: %(list)s.", list=listed),
        ("sector", "in"): _("Sector: %(list)s.", list=listed),
        ("presence", "in"): _("How you take part: %(list)s.", list=listed),
        ("team_size", "at_least"): _("People in the team: %(number)s or more.", number=rule.value),
    }
    return sentences.get((rule.fact, rule.operator)) or localized(rule.messages.get("met"))
