"""Twins of the outside world."""

from app.mail.models import Message
from app.mail.transport import TemporaryFailure


class MemoryTransport:
    """Keeps what was delivered; `down` makes it answer like a server that is away."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.down = False

    def send(self, message: Message) -> None:
        if self.down:
            raise TemporaryFailure("away")
        self.sent.append(message)
