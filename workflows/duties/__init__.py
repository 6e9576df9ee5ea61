"""Screens of duties: one's own, the signing of a statement, and the office's planning."""
