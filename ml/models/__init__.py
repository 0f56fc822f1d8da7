"""Scorers: the rules-only baseline, the monotone logistic model and its calibration."""
