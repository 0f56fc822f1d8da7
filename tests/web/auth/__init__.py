"""Sign-in and account."""
