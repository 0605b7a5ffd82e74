"""The parts of `tests/run`: Python's standard library only."""
