"""Human reference numbers with a check character, so that a slip on the telephone is noticed."""

import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread


def new_reference(year: int) -> str:
    """Like “WJ-2026-7K3QF-M”: year, five random characters, ISO 7064 mod 37,36 check character."""
    body = f"{year}" + "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"WJ-{year}-{body[4:]}-{mod_37_36.calc_check_digit(body)}"


def is_valid(reference: str) -> bool:
    """Whether the check character fits; spaces, case and dashes do not matter."""
    compact = "".join(c for c in reference.upper() if c.isalnum()).removeprefix("WJ")
    try:
        mod_37_36.validate(compact)
    except ValidationError:
        return False
    return len(compact) == 10
