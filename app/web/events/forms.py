"""Forms of the team's pages about events."""

from datetime import datetime
from typing import cast

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.accounts.models import Person
from app.core.i18n import N_, localized
from app.events import policy
from app.events.services.edit_event import Described
from app.events.services.mark_attendance import WalkIn
from app.events.states import KIND_NAMES, RESULT_NAMES, EventKind
from app.partners import queries as partners
from app.programmes import queries as programmes
from app.web.forms import BaseForm, Needed, OnceForm, address_field, choices, name_field
from app.web.manager.forms import KEY, KEY_LABEL, DayField, MomentField, NumberField, TextsField
from app.web.staff.checks import CHOICE, AtMost, between
from app.web.staff.forms import identifier

MOMENT = N_("Write date and time like 31/12/2026 23:59.")


class EventForm(OnceForm):
    key = StringField(KEY_LABEL, KEY)
    title = TextsField(N_("Title"))
    description = TextsField(N_("Description"), long=True)
    kind = SelectField(N_("Kind of event"), [Needed(N_("Choose the kind of event."))], invalid_choice_message=CHOICE)
    starts_at = MomentField(N_("Begins (for example 31/12/2026 15:00)"), [Needed(MOMENT)])
    ends_at = MomentField(N_("Ends"), [Needed(MOMENT)])
    site_id = SelectField(N_("Site (empty: somewhere else)"), invalid_choice_message=CHOICE)
    place = StringField(N_("Room or address"), [AtMost(200)])
    programme_id = SelectField(N_("For a programme (empty: for everybody)"), invalid_choice_message=CHOICE)
    partner_id = SelectField(N_("With a partner (empty: nobody)"), invalid_choice_message=CHOICE)
    capacity = NumberField(N_("Places (empty: no limit)"), [Optional(), between(1, 100000)])

    def offer(self, person: Person) -> None:
        """The sites one may act for, programmes and partners."""
        kinds = [(key.value, _(name)) for key, name in KIND_NAMES.items()]
        self.kind.choices = choices(kinds, blank=_("Choose"))
        sites = [(one.id, localized(one.name)) for one in programmes.sites() if policy.can_run(person, one.id)]
        self.site_id.choices = choices(sites, blank="")
        offered = [(one.id, localized(one.name)) for one in programmes.programmes(published_only=False)]
        self.programme_id.choices = choices(offered, blank="")
        self.partner_id.choices = choices(list(partners.names().items()), blank="")

    def described(self) -> Described:
        """What the form says, once it is valid."""
        return Described(
            title=self.title.data, description=self.description.data, kind=EventKind(self.kind.data),
            starts_at=cast(datetime, self.starts_at.data), ends_at=cast(datetime, self.ends_at.data),
            place=self.place.data or "", site_id=identifier(self.site_id.data),
            programme_id=identifier(self.programme_id.data), partner_id=identifier(self.partner_id.data),
            capacity=self.capacity.data,
        )  # fmt: skip


class CancelForm(BaseForm):
    reason = TextAreaField(
        N_("Why is it cancelled?"),
        [Needed(N_("Write why, in a sentence. Those registered read it.")), AtMost(1000)],
    )


class WalkInForm(OnceForm):
    full_name = name_field(N_("Name"), N_("Write the name of the person."))
    email = address_field(needed=False)
    beyond = BooleanField(N_("Yes, add a place for this person"))

    def guest(self, language: str) -> WalkIn:
        return WalkIn(
            full_name=self.full_name.data or "", email=self.email.data or "", language=language,
            registration_id=self.made_id(), beyond=self.beyond.data,
        )  # fmt: skip


class ResultForm(OnceForm):
    startup = SelectField(N_("Startup"), [Needed(N_("Choose a startup."))], invalid_choice_message=CHOICE)
    kind = RadioField(
        N_("What came of it?"),
        [Needed(N_("Choose what came of it."))],
        choices=[(key.value, name) for key, name in RESULT_NAMES.items()],
        validate_choice=False,
    )
    funding = SelectField(N_("Which round, loan or grant?"), invalid_choice_message=CHOICE)
    noted_on = DayField(N_("On which day?"), [Needed(N_("Write a date like 31/12/2026."))])
    note = TextAreaField(N_("Remark"), [AtMost(2000)])


class RemoveForm(BaseForm):
    reason = TextAreaField(N_("Reason"), [Needed(N_("Write why, in a sentence.")), AtMost(1000)])
