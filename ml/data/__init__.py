"""Frozen sets of decisions, their checks and an invented history for demonstrations."""
