"""Dates where Django's own way of writing them is not ours (ui: 12 October 2026)."""
