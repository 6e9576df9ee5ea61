"""Recipient lists: read from what was uploaded, decided by column, written as cleared rows."""
