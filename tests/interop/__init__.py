"""Peers that nobody here wrote."""
