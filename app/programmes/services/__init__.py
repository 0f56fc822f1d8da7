"""One module per use case of programmes."""
