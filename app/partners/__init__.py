"""Organisations that carry a programme with the network, and what startups agreed to share with them."""
