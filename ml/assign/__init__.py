"""Placement of all applications of a call at once, under the seats there are. It proposes; a person decides."""
