"""One module per use case of decisions."""
