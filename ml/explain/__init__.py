"""Why a match came out as it did, and what would change it."""
