"""What can be wrong with a stored model."""

from __future__ import annotations


class ModelError(Exception):
    """A model could not be loaded or used; the message says why and what to do."""


class MissingModel(ModelError):
    """There is no model, or a file of it is missing."""


class UntrustedModel(ModelError):
    """The files are not what the manifest describes, or hold something that may not be loaded."""
