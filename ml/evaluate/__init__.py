"""Splits, metrics and reports on held-out decisions."""
