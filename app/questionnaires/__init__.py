"""Forms as data: versions, questions, options."""
