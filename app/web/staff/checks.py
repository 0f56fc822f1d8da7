"""Validators of forms that say their own words, in the reader's language, and one at a time."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange, StopValidation, ValidationError

from app.core.errors import too_long
from app.core.i18n import N_
from app.web.errors import words

CHOICE = _l("Choose one of the answers in the list.")


class Check:
    """Another validator with our message, translated when it is shown; the first problem ends the checks."""

    def __init__(self, validator: Callable[[Any, Any], None], message: str, **values: Any) -> None:
        self.validator, self.message, self.values = validator, message, values
        self.field_flags = getattr(validator, "field_flags", {})

    def __call__(self, form: Any, field: Any) -> None:
        try:
            self.validator(form, field)
        except StopValidation:
            raise
        except ValidationError as error:
            raise StopValidation(_(self.message, **self.values)) from error


class AtMost(Length):
    """A text of so many characters at most; the message says how many are too many."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most)

    def __call__(self, form: Any, field: Any) -> None:
        over = len(field.data or "") - self.max
        if over > 0:
            raise StopValidation(words(too_long(over, field.name)))


def between(least: int, most: int) -> Check:
    message = N_("Write a number between %(least)s and %(most)s.")
    return Check(NumberRange(least, most), message, least=least, most=most)
