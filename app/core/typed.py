"""Names and addresses of people, read in one way by every form, command and service."""

from email_validator import EmailNotValidError, validate_email

from app.core.errors import InvalidInput
from app.core.fold import visible_text
from app.core.i18n import N_

LONGEST_NAME = 80
NAME_MISSING = N_("Write your name.")
ADDRESS_WRONG = N_("Write an e-mail address, for example nom@exemple.ma.")


def read_name(text: str, *, field: str = "full_name", missing: str = NAME_MISSING) -> str:
    """One visible line of at most 80 characters, without control, direction and zero-width signs.

    Raises InvalidInput (`missing`) when nothing can be seen, or when it is longer.
    """
    name = " ".join(visible_text(text).split())
    if not name:
        raise InvalidInput(missing, field=field)
    if len(name) > LONGEST_NAME:
        raise InvalidInput(N_("Write a name of at most %(max)s characters."), field=field, max=LONGEST_NAME)
    return name


def read_address(text: str, *, field: str = "email") -> str:
    """An address as it is kept and sent to: lower case, the domain in its ASCII form (RFC 3492, “punycode”).

    A local part outside ASCII is refused: few servers carry it. Raises InvalidInput for what is no address.
    """
    try:
        found = validate_email(
            visible_text(text).strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
            strict=True,
        )
    except EmailNotValidError as error:
        raise InvalidInput(ADDRESS_WRONG, field=field) from error
    return (found.ascii_email or found.normalized).lower()
