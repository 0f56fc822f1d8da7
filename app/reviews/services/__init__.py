"""One module per use case of reviews."""
