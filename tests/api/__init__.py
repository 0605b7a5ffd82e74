"""The staff API against its own document."""
