"""What a use case may answer instead of a result. Messages are msgids, translated at the web border."""

from typing import Any

from app.core.i18n import ngettext


class DomainError(Exception):
    """A refusal in words, perhaps about one field; `values` fill the placeholders of the message.

    A message that counts has its other form as the value `many` and the count as `num`.
    """

    def __init__(self, message: str = "", *, field: str | None = None, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values


def too_long(over: int, field: str) -> "InvalidInput":
    """A text has `over` characters too many."""
    one, many, num = ngettext(
        "Shorten this text: %(num)s character too many.", "Shorten this text: %(num)s characters too many.", over
    )
    return InvalidInput(one, many=many, num=num, field=field)


class NotFound(DomainError):
    """There is no such thing, or this person may not know of it."""


class NotAllowed(DomainError):
    """The person may know of it, but not do this."""


class InvalidInput(DomainError):
    """What was typed cannot be used."""


class Conflict(DomainError):
    """Something else happened first, or the state does not allow it."""


class Unavailable(DomainError):
    """Something this service needs does not answer, or is full: nothing was done, and later it may be."""


class TransitionNotAllowed(Conflict):
    """The life cycle has no such move from here."""
