"""One module per use case of events."""
