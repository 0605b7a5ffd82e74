"""The template, its rights and its scripts, read and linted: no AWS, no network."""
