"""Measures the product's own pipeline on a file of rows, beside simple baselines."""
