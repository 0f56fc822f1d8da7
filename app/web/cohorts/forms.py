"""Forms of the team's pages after the yes."""

from datetime import date
from typing import cast

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from app.cohorts.services.begin_residence import Place
from app.cohorts.states import KIND_NAMES, PASS_NAMES, RENT_NAMES, RentClass, ResidenceKind
from app.core.i18n import N_
from app.web.forms import BaseForm, Needed, OnceForm, address_field, name_field
from app.web.manager.forms import DayField, NumberField
from app.web.staff.checks import CHOICE, AtMost, between
from app.web.staff.forms import identifier

NO_RULE = "none"
"""The choice of no programme, which is made and never preselected."""
DAY = N_("Write a date like 31/12/2026.")
SENTENCE = N_("Write why, in a sentence.")
BEYOND = N_("Yes, more workplaces are taken than the site has")
WORKPLACES = N_("Write how many workplaces.")


class EditionForm(OnceForm):
    programme = SelectField(N_("Programme"), [Needed(N_("Choose a programme."))], invalid_choice_message=CHOICE)
    site = SelectField(N_("Site"), [Needed(N_("Choose a site."))], invalid_choice_message=CHOICE)
    starts_on = DayField(N_("First day"), [Needed(DAY)])
    ends_on = DayField(N_("Last day"), [Needed(DAY)])
    name = StringField(N_("Name of the edition"), [AtMost(120)])


class AdmitForm(BaseForm):
    starts_on = DayField(N_("Takes part from"), [Needed(DAY)])


class EndForm(BaseForm):
    act = RadioField(N_("What happened?"), [Needed(N_("Choose one of the two."))], validate_choice=False)
    on = DayField(N_("Last day"), [Needed(DAY)])
    reason = TextAreaField(N_("Reason or remark"), [AtMost(2000)])


class ResidenceForm(OnceForm):
    kind = SelectField(
        N_("Kind of place"),
        [Needed(N_("Choose office or seats."))],
        choices=[("", ""), *((key.value, name) for key, name in KIND_NAMES.items())],
        invalid_choice_message=CHOICE,
    )
    seats = NumberField(N_("Workplaces"), [Needed(WORKPLACES), between(1, 1000)])
    room = StringField(N_("Room or floor"), [AtMost(60)])
    rent_class = SelectField(
        N_("Rent"),
        [Needed(N_("Choose the terms of the rent."))],
        choices=[("", ""), *((key.value, name) for key, name in RENT_NAMES.items())],
        invalid_choice_message=CHOICE,
    )
    programme_id = SelectField(
        N_("Programme whose rule holds"),
        [Needed(N_("Choose the programme whose rule holds, or that none does."))],
        invalid_choice_message=CHOICE,
    )
    starts_on = DayField(N_("First day"), [Needed(DAY)])
    ends_on = DayField(N_("Last day"))
    reason = TextAreaField(N_("Why does it come before the others who wait?"), [AtMost(2000)])
    beyond = BooleanField(BEYOND)

    def place(self) -> Place:
        """What the form says, once it is valid."""
        return Place(
            kind=ResidenceKind(self.kind.data), seats=cast(int, self.seats.data),
            rent_class=RentClass(self.rent_class.data), starts_on=cast(date, self.starts_on.data),
            ends_on=self.ends_on.data, room=self.room.data or "", programme_id=identifier(self.programme_id.data),
        )  # fmt: skip


class EndResidenceForm(BaseForm):
    on = DayField(N_("Last day"), [Needed(DAY)])
    reason = TextAreaField(N_("Reason"), [Needed(SENTENCE), AtMost(2000)])


class RemoveForm(BaseForm):
    reason = TextAreaField(N_("Reason"), [Needed(SENTENCE), AtMost(2000)])


class AskForm(BaseForm):
    seats = NumberField(N_("Workplaces"), [Needed(WORKPLACES), between(1, 1000)])
    asked_on = DayField(N_("Asked on"), [Needed(DAY)])
    note = TextAreaField(N_("Remark"), [AtMost(2000)])


class WaitingForm(BaseForm):
    """Up, down or out of the waiting list."""

    act = RadioField(N_("What changes?"), [Needed(N_("Choose what changes."))], validate_choice=False)
    seen = NumberField()
    reason = TextAreaField(N_("Reason"), [Needed(SENTENCE), AtMost(2000)])


class PassForm(OnceForm):
    kind = SelectField(
        N_("Kind of pass"),
        [Needed(N_("Choose a day or a month."))],
        choices=[("", ""), *((key.value, name) for key, name in PASS_NAMES.items())],
        invalid_choice_message=CHOICE,
    )
    holder_name = name_field(N_("Name of the holder"), N_("Write the name of the holder."))
    holder_email = address_field(needed=False)
    starts_on = DayField(N_("First day"), [Needed(DAY)])
    beyond = BooleanField(BEYOND)


class NewStartupForm(BaseForm):
    name = StringField(N_("Name of the startup"), [AtMost(120)])
