"""Forms of the follow-up: a figure, a funding, a reason."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from app.core.clock import today
from app.core.errors import InvalidInput
from app.core.fold import fold
from app.core.i18n import N_, number
from app.outcomes import amounts, countries, periods
from app.outcomes.measures import CURRENCIES, FUNDING_NAMES, LARGEST, MONEY, NAMES, FundingKind, Measure
from app.outcomes.services.note_figure import Figure, Money
from app.outcomes.services.note_funding import Received
from app.web.followup.words import source_kept
from app.web.forms import BaseForm, Needed, OnceForm
from app.web.manager.forms import DayField
from app.web.staff.checks import CHOICE, AtMost

YES, NO = ("yes", "oui", "نعم", "1", "y", "o"), ("no", "non", "لا", "0", "n")


class MoneyForm(BaseForm):
    """An amount as typed, perhaps in another currency at a rate."""

    value = StringField(N_("Figure"), [AtMost(60)])
    currency = SelectField(N_("Currency"), choices={code: code for code in CURRENCIES}, invalid_choice_message=CHOICE)
    rate = StringField(N_("Dirhams for one unit"), [AtMost(20)])
    source = StringField(N_("Where it comes from"), [AtMost(500)])
    reason = TextAreaField(N_("Why it is corrected"), [AtMost(2000)])

    def money(self) -> tuple[Money, str]:
        """What was understood, and the sentence that says so. Raises InvalidInput."""
        currency, typed = self.currency.data or "MAD", self.value.data or ""
        if currency == "MAD":
            amount = amounts.read_money(typed, field="value")
            return Money.of(amount), amounts.sentence(amount)
        units = amounts.read_foreign(typed, currency, field="value").dirhams
        rate = amounts.read_rate(self.rate.data or "", field="rate")
        dirhams = amounts.to_dirhams(units, rate)
        amount = amounts.Amount(dirhams, currency=currency, foreign_amount=units, rate_micro=rate)
        return Money.of(amount), amounts.sentence(amount)


class FigureForm(MoneyForm):
    measure = SelectField(N_("What it is about"), validate_choice=False)
    year = StringField(N_("Year"), [Needed(N_("Write a year."))])
    part = SelectField(N_("Part of the year"), validate_choice=False)
    not_available = BooleanField(N_("The startup does not have this figure"))
    countries = StringField(N_("Countries of these customers"), [AtMost(300)])

    def offer(self) -> None:
        """The choices, in the reader's language."""
        self.measure.choices = {key.value: _(name) for key, name in NAMES.items()}
        self.part.choices = {key.value: _(name) for key, name in periods.PART_NAMES.items()}

    def period(self) -> tuple[date, date]:
        if self.part.data not in set(periods.Part):
            raise InvalidInput(N_("Choose one of the answers in the list."), field="part")
        return periods.days(periods.read_year(self.year.data or "", latest=today().year), periods.Part(self.part.data))

    def figure(self) -> tuple[Figure, str]:
        """The figure and how it was read. Raises InvalidInput about a field."""
        if self.measure.data not in set(Measure):
            raise InvalidInput(N_("Choose one of the answers in the list."), field="measure")
        measure = Measure(self.measure.data)
        money, told = self._value(measure)
        detail = self._countries() if measure is Measure.CUSTOMERS_ABROAD and money else None
        return Figure(measure, *self.period(), money, source_kept(self.source.data or ""), detail), told

    def _value(self, measure: Measure) -> tuple[Money | None, str]:
        typed = self.value.data or ""
        if self.not_available.data:
            if typed:
                raise InvalidInput(N_("Keep one of the two: the number, or “not available”."), field="value")
            return None, str(_("Not available"))
        if measure in MONEY:
            return self.money()
        if measure is Measure.ACTIVE:
            return _yes_or_no(typed)
        count = amounts.read_count(typed, most=LARGEST[measure], field="value")
        return Money(count), str(_("Read as %(number)s.", number=number(count)))

    def _countries(self) -> dict[str, int | None] | None:
        known, unread = countries.read(self.countries.data or "")
        if unread:
            raise InvalidInput(
                N_("These countries were not recognised: %(names)s."), field="countries", names=", ".join(unread)
            )
        return known or None


def _yes_or_no(typed: str) -> tuple[Money, str]:
    answer = fold(typed)
    if answer in {fold(word) for word in YES}:
        return Money(1), str(_("Yes"))
    if answer in {fold(word) for word in NO}:
        return Money(0), str(_("No"))
    raise InvalidInput(N_("Write yes or no."), field="value")


class FundingForm(MoneyForm, OnceForm):
    kind = SelectField(N_("Kind"), validate_choice=False)
    received_on = DayField(N_("Received on"), [Needed(N_("Write a date like 31/12/2026."))])
    from_whom = StringField(N_("Investor, lender or donor"), [AtMost(200)])

    def offer(self) -> None:
        self.kind.choices = {"": _("Choose")} | {key.value: _(name) for key, name in FUNDING_NAMES.items()}

    def received(self) -> tuple[Received, str]:
        if self.kind.data not in set(FundingKind):
            raise InvalidInput(N_("Choose one of the answers in the list."), field="kind")
        money, told = self.money()
        day: Any = self.received_on.data
        return Received(
            FundingKind(self.kind.data), day, money, self.from_whom.data or "", source_kept(self.source.data or "")
        ), told


class ReasonForm(BaseForm):
    reason = TextAreaField(N_("Reason"), [Needed(N_("Write why, in a sentence.")), AtMost(2000)])
