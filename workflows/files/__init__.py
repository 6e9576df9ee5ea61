"""Attached files: read in a sandbox, decided place by place, built anew for the public."""
