"""Forms of the board's pages."""

import re
import uuid
from datetime import datetime, time

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from app.core.clock import MOROCCO, today
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_day, read_plain
from app.outcomes.amounts import read_count, read_money
from app.outcomes.measures import LARGEST_AMOUNT
from app.reports.indicators.model import Period, Unit, year
from app.reports.indicators.registry import REGISTRY
from app.web.forms import BaseForm, Needed
from app.web.staff.checks import AtMost

FIRST_YEAR = 2000
YEARS = range(FIRST_YEAR, 2101)


def read_year(text: str | None, *, field: str = "year") -> int:
    """A year that has begun. Raises InvalidInput."""
    typed = read_plain((text or "").strip())
    if not typed.isdecimal() or len(typed) != 4 or not FIRST_YEAR <= int(typed) <= today().year:
        raise InvalidInput(N_("Write a year with four digits, not in the future."), field=field)
    return int(typed)


_PERCENT = re.compile(r"(?P<whole>\d{1,3})(?:[.,٫](?P<rest>\d{1,2}))?\s*[%٪]?")


def read_value(key: str, text: str, *, field: str = "value") -> tuple[int, int | None]:
    """(value, base) in the unit of an indicator: “60 MDH”, “1 360”, “34,5 %” → 345 of 1000. Raises InvalidInput."""
    if key not in REGISTRY:
        raise InvalidInput(N_("Choose an indicator."), field="indicator")
    unit = REGISTRY.get(key).unit
    if unit is Unit.DIRHAMS:
        return read_money(text, field=field).dirhams, None
    if unit is Unit.SHARE:
        found = _PERCENT.fullmatch(read_plain(text).strip())
        if found is None:
            raise InvalidInput(N_("Write a percent, for example 34 or 34,5."), field=field)
        rest = found["rest"] or ""
        return int(found["whole"] + rest), 100 * 10 ** len(rest)
    return read_count(text, most=LARGEST_AMOUNT, field=field), None


class YearForm(BaseForm):
    year = StringField(N_("Year"), [Needed(N_("Write a year."))])

    def period(self) -> Period:
        return year(read_year(self.year.data))


class RestateForm(YearForm):
    reason = TextAreaField(N_("Why it is restated"), [Needed(N_("Write why the figure is restated.")), AtMost(2000)])


class WithdrawForm(BaseForm):
    reason = TextAreaField(N_("Why it is withdrawn"), [Needed(N_("Write why the figure is withdrawn.")), AtMost(2000)])


class PublishedForm(YearForm):
    """A figure that was published before Wijha."""

    indicator = SelectField(N_("Indicator"), [Needed(N_("Choose an indicator."))], validate_choice=False)
    value = StringField(N_("Published figure"), [Needed(N_("Write the figure as it was published."))])
    qualifier = SelectField(N_("How exact it is"), validate_choice=False)
    source = TextAreaField(N_("Where it was published"), [Needed(N_("Write where the figure was published."))])
    reason = TextAreaField(N_("Why it changes"), [AtMost(2000)])

    def amount(self) -> tuple[int, int | None]:
        """Value and base, as the indicator's unit asks."""
        return read_value(self.indicator.data or "", self.value.data or "")


class TargetForm(BaseForm):
    indicator = SelectField(N_("Indicator"), [Needed(N_("Choose an indicator."))], validate_choice=False)
    year = StringField(N_("By the end of"), [Needed(N_("Write a year."))])
    value = StringField(N_("Target"), [Needed(N_("Write the number that is promised."))])
    source = TextAreaField(N_("Where it is promised"), [Needed(N_("Write where the target comes from.")), AtMost(1000)])
    reason = TextAreaField(N_("Why it changes"), [AtMost(2000)])

    def amount(self) -> int:
        """Dirhams, whole percent or a count."""
        value, base = read_value(self.indicator.data or "", self.value.data or "")
        if base not in (None, 100):
            raise InvalidInput(N_("Write a target in whole percents."), field="value")
        return value


class RemoveForm(BaseForm):
    reason = TextAreaField(
        N_("Why it is taken away"), [Needed(N_("Write why the target is taken away.")), AtMost(2000)]
    )


class PlanForm(BaseForm):
    site = SelectField(N_("Site"), [Needed(N_("Choose a site."))], validate_choice=False)
    planned_on = StringField(N_("Opens on"), [Needed(N_("Write a date like 31/12/2026."))])
    announced_on = StringField(N_("Announced on"), [Needed(N_("Write a date like 31/12/2026."))])
    source = TextAreaField(N_("Where it was announced"), [Needed(N_("Write where the date comes from.")), AtMost(1000)])


class PlaceForm(BaseForm):
    region = SelectField(N_("Region"), [Needed(N_("Choose a region."))], validate_choice=False)
    city = StringField(N_("City"), [Needed(N_("Write the name of the city.")), AtMost(120)])


class LinkForm(BaseForm):
    key = HiddenField()
    label = StringField(N_("For whom"), [Needed(N_("Write for whom the link is.")), AtMost(200)])
    expires = StringField(N_("Until (day included)"), [Needed(N_("Write a date like 31/12/2026."))])

    def link_id(self) -> uuid.UUID:
        """Made with the form, so that a double click makes one link."""
        try:
            return uuid.UUID(self.key.data or "")
        except ValueError:
            return uuid.uuid4()

    def expires_at(self) -> datetime:
        return datetime.combine(
            read_day(self.expires.data or "", field="expires", years=YEARS), time(23, 59), tzinfo=MOROCCO
        )
