"""One module per use case of applications."""
