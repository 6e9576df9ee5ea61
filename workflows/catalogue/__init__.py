"""Screens of the catalogue: versions, the draft, import, export, norms to be checked."""
