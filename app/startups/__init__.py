"""Startups and who belongs to them."""
