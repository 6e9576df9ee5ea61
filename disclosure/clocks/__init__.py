"""Clocks beside the plain count of days: hours, pauses, every kind of rule, fees."""
