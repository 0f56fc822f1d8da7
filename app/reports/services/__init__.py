"""One module per use case of reports."""
