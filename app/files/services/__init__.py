"""One module per use case of files."""
