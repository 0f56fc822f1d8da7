"""One module per use case of outcomes."""
