"""Forms: trimmed, bound to the request, able to show an error found later."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

from flask import request
from flask_babel import get_domain
from flask_babel import gettext as _
from wtforms import Form, HiddenField, StringField
from wtforms.fields import Field, SelectChoice
from wtforms.validators import StopValidation

from app.core.errors import DomainError, InvalidInput
from app.core.i18n import N_
from app.core.typed import ADDRESS_WRONG, NAME_MISSING, read_address, read_name
from app.web.errors import words


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


AT_MOST = N_("Write at most %(max)d characters.")


class Translations:
    """WTForms' own messages through our catalogue."""

    def gettext(self, text: str) -> str:
        return str(get_domain().get_translations().ugettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The validators fill the placeholders themselves: nothing is formatted here."""
        if "%(max)d" in plural and "%(min)d" not in plural:
            return self.gettext(AT_MOST)
        return str(get_domain().get_translations().ungettext(singular, plural, number))


class BaseForm(Form):
    """Checks shape only: rights and states are the services' business."""

    class Meta:
        locales = False

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            options["filters"] = [*options.get("filters", ()), _strip]
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Translations:
            return Translations()

    @classmethod
    def from_request(cls, **kwargs: Any) -> Self:
        return cls(request.form if request.method == "POST" else None, **kwargs)

    def submitted_and_valid(self) -> bool:
        return request.method == "POST" and self.validate()

    def add_error(self, error: DomainError) -> None:
        """Show a refusal beside its field, or above the form."""
        if error.field and error.field in self:
            self[error.field].errors = [*self[error.field].errors, words(error)]
        else:
            self.form_errors.append(words(error))

    def problems(self) -> list[tuple[str, str]]:
        """(field id, message) of every error, for the summary; the id is empty for the whole form."""
        found = [("", str(message)) for message in self.form_errors]
        for field in self:
            found += [(field.id, str(message)) for message in field.errors]
        return found


class OnceForm(BaseForm):
    """A form of something new: its id is made with the page, so that a second click makes nothing more."""

    made = HiddenField(default=lambda: str(uuid.uuid4()))

    def made_id(self) -> uuid.UUID:
        """A new one for anything that is no id."""
        try:
            return uuid.UUID(self.made.data or "")
        except ValueError:
            return uuid.uuid4()


class Needed:
    """A field that must be filled; the message says what to do."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.data in (None, "", []) or (isinstance(field.data, str) and not field.data.strip()):
            field.errors[:] = []
            raise StopValidation(_(self.message))


class TypedField(StringField):  # type: ignore[misc]
    """A text that one reader takes in: `data` is what it returns, its refusal stands beside the field."""

    def __init__(self, label: str, *, read: Callable[[str], str], missing: str, **options: Any) -> None:
        super().__init__(label, [Needed(missing)] if missing else [], **options)
        self.read = read

    data: str | None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.data = self.read(self.data)
        except InvalidInput as error:
            raise StopValidation(words(error)) from error


def address_field(label: str = N_("E-mail address"), *, needed: bool = True) -> Any:
    return TypedField(label, read=read_address, missing=ADDRESS_WRONG if needed else "")


def name_field(label: str, missing: str = NAME_MISSING) -> Any:
    """The name of a person; `missing` says what to write where nothing can be seen."""
    return TypedField(label, read=partial(read_name, missing=missing), missing=missing)


def choices(pairs: Sequence[tuple[Any, str]], *, blank: str | None = None) -> list[SelectChoice]:
    """Options of a select: a blank first one, so that nothing is preselected."""
    listed = [SelectChoice(str(value), label) for value, label in pairs]
    return [SelectChoice("", blank), *listed] if blank is not None else listed


Reader = Callable[[str], Any]
