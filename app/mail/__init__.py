"""Messages to people: rendered rows in an outbox, sent after the commit."""
