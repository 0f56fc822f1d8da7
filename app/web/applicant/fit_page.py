"""What the pages about the fit show: places with advice, conditions, cities side by side."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.applications import eligibility
from app.applications.eligibility import Check
from app.applications.models import Application
from app.applications.states import Stage
from app.core.clock import today, utcnow
from app.core.errors import NotFound
from app.core.i18n import localized
from app.decisions.supply import supply
from app.matching import adapter, explain
from app.matching import queries as matching
from app.matching.adapter import Supply
from app.matching.services.recommend import Ranked, rank
from app.programmes.models import Opening
from app.web.public.moments import place_name

OTHERS = 4
FIRST_CONDITIONS = {"not_met": 0, "unknown": 1, "met": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """An opening with its advice, and the conditions that are not met there."""

    opening: Opening
    advice: explain.Advice
    against: str
    failed: Sequence[Check]
    barred: bool


@dataclass(frozen=True, slots=True)
class City:
    """A place in the comparison of the cities of a programme; None and empty where nothing is known."""

    place: Place
    kilometres: int | None
    supply: Supply | None
    facilities: str
    vocation: str


@dataclass(frozen=True, slots=True)
class FitPage:
    """Everything the page shows, best first; `drawn` when places as close as the first were ordered by lot."""

    lead: Place | None
    cities: Sequence[City]
    others: Sequence[Place]
    barred: Sequence[Place]
    steps: Sequence[tuple[explain.Step, str]]
    conditions: Sequence[Check]
    drawn: bool
    model: int | None
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One opening in full, beside the first place."""

    place: Place
    account: explain.Account
    first: Place | None
    against_first: Sequence[explain.Difference]
    steps: Sequence[tuple[explain.Step, str]]
    conditions: Sequence[Check]
    rank: int
    of: int
    model: int | None
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Compared:
    """The openings of a call compared with one file: stored at sending, live for a draft."""

    ranked: Ranked
    at: datetime
    lottery: Mapping[str, Any] | None
    checks: Sequence[Check]
    by_id: Mapping[str, Opening]
    sites: Mapping[str, str]
    left: Mapping[uuid.UUID, Supply]

    @classmethod
    def of(cls, application: Application, answers: Mapping[str, Any], openings: Sequence[Opening]) -> "Compared":
        """Live for a draft; the card kept at sending afterwards, whatever the model is now."""
        left = supply(application.call_id)
        stored = matching.of_application(application.id) if application.stage is not Stage.DRAFT else None
        if stored is not None:
            ranked, at = Ranked(adapter.from_items(stored.items), stored.model_number), stored.computed_at
        else:
            ranked, at = rank(application.id, application.language, answers, openings, left), utcnow()
        day = application.submitted_at.date() if application.submitted_at else today()
        return cls(
            ranked=ranked,
            at=at,
            lottery=stored.lottery if stored is not None else None,
            checks=eligibility.check(openings, answers, day),
            by_id={str(opening.id): opening for opening in openings},
            sites={opening.site.key: localized(opening.site.name) for opening in openings},
            left=left,
        )

    def places(self) -> list[Place]:
        return [self._place(match) for match in self.ranked.matches if match.opening in self.by_id]

    def _place(self, match: Any) -> Place:
        opening = self.by_id[match.opening]
        failed = [one for one in self.checks if one.opening.id == opening.id and one.outcome == "not_met"]
        doubt = explain.doubt(match, self.ranked.matches, model=self.ranked.model_number)
        return Place(
            opening=opening,
            advice=explain.advice(match, sites=self.sites, unsure=doubt),
            against=explain.main_reason(match.reasons_against, self.sites),
            failed=failed,
            barred=any(one.bars for one in failed),
        )

    def steps(self, place: Place) -> list[tuple[explain.Step, str]]:
        found = [step for step in place.advice.steps if step.opening in self.by_id]
        return [(step, place_name(self.by_id[step.opening])) for step in found]

    def conditions(self, place: Place) -> list[Check]:
        """Those not met first."""
        once = {one.sentence: one for one in self.checks if one.opening.id == place.opening.id}
        return sorted(once.values(), key=lambda one: FIRST_CONDITIONS[one.outcome.value])

    def city(self, place: Place, region: str | None) -> City:
        opening, site = place.opening, place.opening.site
        return City(
            place=place,
            kilometres=None if opening.programme.remote else adapter.kilometres(region, opening),
            supply=self.left.get(opening.id),
            facilities=explain.words(site.facilities or ()),
            vocation=explain.words(site.vocation or ()),
        )


def fit_page(application: Application, answers: Mapping[str, Any], openings: Sequence[Opening]) -> FitPage:
    """The first place the conditions allow, its cities, and the best city of the other programmes."""
    found = Compared.of(application, answers, openings)
    places = found.places()
    barred = _best_of_each([place for place in places if place.barred])[:OTHERS]
    lead = next((place for place in places if not place.barred), None)
    if lead is None:
        return FitPage(None, (), (), barred, (), (), False, found.ranked.model_number, found.at)
    same = lead.opening.programme_id
    cities = [found.city(place, answers.get("home_region")) for place in places if place.opening.programme_id == same]
    return FitPage(
        lead=lead,
        cities=sorted(cities, key=lambda city: -city.place.advice.fit),
        others=_best_of_each([place for place in places if place.opening.programme_id != same])[:OTHERS],
        barred=(),
        steps=found.steps(lead),
        conditions=found.conditions(lead),
        drawn=bool(found.lottery) and str(lead.opening.id) in (found.lottery or {}).get("order", ()),
        model=found.ranked.model_number,
        computed_at=found.at,
    )


def standing(
    application: Application, answers: Mapping[str, Any], openings: Sequence[Opening], opening_id: uuid.UUID
) -> Standing:
    """One opening of the call in full; NotFound for any other."""
    found = Compared.of(application, answers, openings)
    places = found.places()
    number = next((n for n, place in enumerate(places) if place.opening.id == opening_id), None)
    if number is None:
        raise NotFound
    place = places[number]
    matches = {match.opening: match for match in found.ranked.matches}
    first = next((one for one in places if not one.barred), None)
    match = matches[str(opening_id)]
    same = first is None or first.opening.id == opening_id
    return Standing(
        place=place,
        account=explain.account(match, sites=found.sites),
        first=None if same else first,
        against_first=() if same or first is None else explain.differences(match, matches[str(first.opening.id)]),
        steps=found.steps(place),
        conditions=found.conditions(place),
        rank=number + 1,
        of=len(places),
        model=found.ranked.model_number,
        computed_at=found.at,
    )


def _best_of_each(places: Sequence[Place]) -> list[Place]:
    """The best city of each programme, best first."""
    found: dict[uuid.UUID, Place] = {}
    for place in places:
        found.setdefault(place.opening.programme_id, place)
    return list(found.values())
