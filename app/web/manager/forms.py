"""Fields and forms of the administration: texts in three languages, Moroccan dates, lists of words."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import NoneOf, Optional, Regexp, StopValidation

from app.core.clock import MOROCCO
from app.core.errors import InvalidInput
from app.core.i18n import LANGUAGES, N_
from app.core.typed import read_day, read_plain
from app.web.errors import words
from app.web.forms import BaseForm, Needed, address_field
from app.web.staff.checks import CHOICE, AtMost, Check, between

KEY = [
    Needed(N_("Write a short name for addresses, for example autumn-2026.")),
    AtMost(60),
    Check(Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$"), N_("Use small letters, digits and hyphens only.")),
    Check(NoneOf(["new"]), N_("“new” is an address of this administration. Choose another short name.")),
]
KEY_LABEL = N_("Short name in addresses (cannot change later)")


YEARS = range(2020, 2101)
_DAY_AND_TIME = re.compile(r"(?P<day>.+?)[ ,T]+(?P<hour>\d{1,2}) ?[:.hH] ?(?P<minute>\d{2})")


class OneProblem:
    """A field that could not be read says so, and nothing else."""

    process_errors: Sequence[str]

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation


class TextsField(Field):
    """A text in French, Arabic and English; `data` is {fr, ar, en}."""

    def __init__(self, label: str, *, long: bool = False, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.long, self.needed = long, needed

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.errors: list[str] = []
        self.process_errors: list[str] = []
        self.data = dict(data) if isinstance(data, dict) else {}
        if formdata is not None and f"{self.name}-fr" in formdata:
            self.data = {code: formdata.get(f"{self.name}-{code}", "").strip() for code in LANGUAGES}

    def pre_validate(self, form: Any) -> None:
        if self.needed and not all(self.data.get(code) for code in LANGUAGES):
            raise StopValidation(self.gettext(N_("Write this text in the three languages.")))


class MomentField(OneProblem, StringField):
    """“31/12/2026 23:59” in Moroccan time; `data` is an aware instant."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.astimezone(MOROCCO).strftime("%d/%m/%Y %H:%M") if self.data else ""

    @staticmethod
    def read(text: str) -> datetime | None:
        """The instant of a typed text; None for nothing typed. Raises InvalidInput."""
        text = read_plain(text)
        if not text:
            return None
        found = _DAY_AND_TIME.fullmatch(text)
        if found is None:
            raise InvalidInput(N_("Write date and time like 31/12/2026 23:59."), field="until")
        day = read_day(found["day"], field="until", years=YEARS)
        try:
            clock = time(int(found["hour"]), int(found["minute"]))
        except ValueError as error:
            raise InvalidInput(N_("This time does not exist. Write it like 23:59."), field="until") from error
        return datetime.combine(day, clock, tzinfo=MOROCCO)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = self.read(valuelist[0] if valuelist else "")
        except InvalidInput as error:
            raise ValueError(words(error)) from error


class DayField(OneProblem, StringField):
    """“31/12/2026”; `data` is a date."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%d/%m/%Y") if self.data else ""

    @staticmethod
    def read(text: str) -> date | None:
        """The day of a typed text; None for nothing typed. Raises InvalidInput."""
        return read_day(text, field="starts_on", years=YEARS) if read_plain(text) else None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = self.read(valuelist[0] if valuelist else "")
        except InvalidInput as error:
            raise ValueError(words(error)) from error


class LinesField(TextAreaField):
    """One entry per line; `data` is a list."""

    def _value(self) -> str:
        return "\n".join(str(entry) for entry in self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [line.strip() for line in (valuelist[0] if valuelist else "").splitlines() if line.strip()][:50]


class MonthsField(OneProblem, StringField):
    """“6, 12” → [6, 12]."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(str(n) for n in self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = read_plain(valuelist[0] if valuelist else "").replace(",", " ").split()
        if any(not part.isdecimal() or len(part) > 3 for part in parts) or len(parts) > 2:
            raise ValueError(self.gettext(N_("Write one or two numbers of months, for example 6, 12.")))
        self.data = [int(part) for part in parts]


class NumberField(OneProblem, IntegerField):
    """A whole number, with a message that says what to write."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = read_plain(valuelist[0].strip()) if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = int(text)
            except ValueError as error:
                raise ValueError(self.gettext(N_("Write a whole number."))) from error


class ProgrammeForm(BaseForm):
    key = StringField(KEY_LABEL, KEY)
    name = TextsField(N_("Name"))
    tagline = TextsField(N_("One line"))
    description = TextsField(N_("Description"), long=True)
    audience = TextsField(N_("Who it is for"), long=True)
    sectors = SelectMultipleField(N_("Sectors (none ticked: every sector)"), invalid_choice_message=CHOICE)
    stages = SelectMultipleField(N_("Stages (none ticked: every stage)"), invalid_choice_message=CHOICE)
    offers = SelectMultipleField(N_("What it offers"), invalid_choice_message=CHOICE)
    company = SelectField(
        N_("Company"),
        choices={
            "any": N_("Created or not"),
            "required": N_("Must be created"),
            "not_yet": N_("Must not be created yet"),
        },
        invalid_choice_message=CHOICE,
    )
    duration_months = MonthsField(N_("Duration in months (shortest, longest)"))
    residence_months = NumberField(
        N_("Longest stay at a site, in months (empty: no rule)"), [Optional(), between(1, 240)]
    )
    startup_terms_months = NumberField(
        N_("Startup terms hold for so many months (empty: no rule)"), [Optional(), between(1, 240)]
    )
    partners = LinesField(N_("Partners named on the public page, one per line"))
    international = BooleanField(N_("For growth abroad, or for founders abroad"))
    remote = BooleanField(N_("Can be followed from anywhere"))
    published = BooleanField(N_("Shown on the public pages"))
    position = NumberField(N_("Place in the list"), [Optional(), between(0, 1000)], default=0)


class SiteForm(BaseForm):
    key = StringField(KEY_LABEL, KEY)
    name = TextsField(N_("Name"))
    description = TextsField(N_("Description"), long=True)
    region_code = SelectField(N_("Region"), invalid_choice_message=CHOICE)
    status = SelectField(
        N_("State"),
        choices={"planned": N_("Planned"), "open": N_("Open"), "paused": N_("Paused")},
        invalid_choice_message=CHOICE,
    )
    opened_on = StringField(N_("Open since, or opens in (2027, 2027-03 or 2027-03-15)"), [AtMost(20)])
    area = StringField(N_("Area in square metres, as published"), [AtMost(40)])
    workplaces = NumberField(
        N_("Workplaces: how many people can work there (empty: not known)"), [Optional(), between(1, 100000)]
    )
    latitude = StringField(
        N_("Latitude"), [Optional(), Check(Regexp(r"^-?\d{1,2}(\.\d{1,9})?$"), N_("Write a number like 33.57."))]
    )
    longitude = StringField(
        N_("Longitude"), [Optional(), Check(Regexp(r"^-?\d{1,3}(\.\d{1,9})?$"), N_("Write a number like -7.59."))]
    )
    facilities = SelectMultipleField(
        N_("Places it has for what teams need (none ticked: not known)"), invalid_choice_message=CHOICE
    )
    vocation = SelectMultipleField(
        N_("Sectors it is known for (none ticked: not known)"), invalid_choice_message=CHOICE
    )


HIDDEN = N_(
    "Hidden: personal questions and the presentation; in every answer the names of the startup and of its members, "
    "mail and web addresses; names of files. Not hidden: a product or a person that an answer describes in other words."
)


class CallForm(BaseForm):
    key = StringField(KEY_LABEL, KEY)
    title = TextsField(N_("Title"))
    summary = TextsField(N_("Summary"), long=True)
    opens_at = MomentField(N_("Opens"), [Needed(N_("Write date and time like 31/12/2026 23:59."))])
    closes_at = MomentField(N_("Closes"), [Needed(N_("Write date and time like 31/12/2026 23:59."))])
    grace_minutes = NumberField(N_("Grace after closing, in minutes"), [between(0, 1440)], default=15)
    answers_by = DayField(N_("Answers promised by"))
    offer_days = NumberField(N_("Days to answer an offer"), [between(1, 120)], default=10)
    retention_months = NumberField(N_("Months until personal data are erased"), [between(1, 240)], default=36)
    blind = BooleanField(N_("Blind review: reviewers do not see who applies"), description=HIDDEN)
    waitlist_place_shown = BooleanField(N_("Applicants see their place on the waiting list"))


class InviteForm(BaseForm):
    email = address_field()
    role = SelectField(N_("Role"), invalid_choice_message=CHOICE)
    call = SelectField(N_("Only for the call"), invalid_choice_message=CHOICE)
    site = SelectField(N_("Only for the site"), invalid_choice_message=CHOICE)
    language = SelectField(N_("Language of the mail"), invalid_choice_message=CHOICE)


class GrantForm(BaseForm):
    role = SelectField(N_("Role"), invalid_choice_message=CHOICE)
    call = SelectField(N_("Only for the call"), invalid_choice_message=CHOICE)
    site = SelectField(N_("Only for the site"), invalid_choice_message=CHOICE)


class NoteForm(BaseForm):
    note = StringField(N_("Why"), [Needed(N_("Write why, in a sentence.")), AtMost(500)])
