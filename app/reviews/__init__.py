"""Rubrics, assignments, scores and conflicts of interest."""
