"""The signed link by which a startup stops its reminders without signing in. The secret is bound at the start."""

import uuid

from itsdangerous import BadSignature, URLSafeSerializer

_signers: list[URLSafeSerializer] = []


def configure(secret: str) -> None:
    _signers[:] = [URLSafeSerializer(secret, salt="stop-reminders")]


def token(startup_id: uuid.UUID) -> str:
    return str(_signers[0].dumps(startup_id.hex))


def startup_of(text: str) -> uuid.UUID | None:
    """The startup of a token that we signed; None for any other text."""
    try:
        return uuid.UUID(hex=str(_signers[0].loads(text)))
    except (BadSignature, ValueError):
        return None
