"""Decisions, batches, offers and seats."""
