"""Typed datasets: all public items of one page type as one table, with its dictionary."""
