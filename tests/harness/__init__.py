"""What the Python suites share: the binary under test and those who talk to it from outside."""
