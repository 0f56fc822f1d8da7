"""Uploaded files: stored under random names, typed by content."""
