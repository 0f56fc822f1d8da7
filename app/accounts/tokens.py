"""Links that let somebody in: random, shown once, kept only as a hash."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """(what stands in the link, what is kept)."""
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
