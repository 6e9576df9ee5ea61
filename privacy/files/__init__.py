"""Uploaded files: read for personal data, and built anew for the public. Never cleaned in place."""
