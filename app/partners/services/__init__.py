"""One module per use case of partners."""
