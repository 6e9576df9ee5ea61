"""Feeds of what is published, changed and taken down: Atom, RSS and JSON Feed, titles only."""
