"""The matcher: which opening (programme and site) fits a startup, why, and how sure that is."""
