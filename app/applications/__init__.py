"""One startup's answer to one call, from draft to submission and its life cycle."""
