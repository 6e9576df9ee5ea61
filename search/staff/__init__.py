"""Screens on which staff teach the search and look how it is used."""
