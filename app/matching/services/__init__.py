"""One module per use case of matching."""
