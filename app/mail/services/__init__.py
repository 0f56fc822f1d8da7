"""One module per use case of mail."""
