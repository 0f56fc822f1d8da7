"""One module per use case of questionnaires."""
