"""Recommendations: the border to the matcher in ml/."""
