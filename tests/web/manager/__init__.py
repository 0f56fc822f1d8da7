"""Tests of manager."""
