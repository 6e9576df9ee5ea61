"""Saved searches with mail: double opt-in, one click to stop, nothing that tracks (adr/0017)."""
