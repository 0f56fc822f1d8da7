"""The kernel: database, errors, clock, audit, jobs, language. Knows no feature."""
