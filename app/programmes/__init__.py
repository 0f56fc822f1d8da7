"""Programmes, sites, calls and openings."""
