"""What became of a startup."""
