"""One module per use case of accounts."""
