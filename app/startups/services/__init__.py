"""One module per use case of startups."""
