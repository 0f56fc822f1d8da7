"""Figures with their definitions, lists to take away, and what administrators watch."""
