"""The catalogues: collected, compiled, and checked to be complete."""
