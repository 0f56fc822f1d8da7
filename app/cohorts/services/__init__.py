"""One module per use case of cohorts."""
