"""The built binary as a user starts it."""
