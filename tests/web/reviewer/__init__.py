"""Tests of reviewer."""
