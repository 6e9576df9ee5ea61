"""A second finder of names that knows no word lists: a small tagging network run in numpy.

What it sees beside the first finder is proposed as unsure. Its parameters lie in the installed
jieba package; without them the finder is off and says so (docs/adr/0011).
"""

from .tagger import Entity, find_entities, is_available, note, prime

__all__ = ["Entity", "find_entities", "is_available", "note", "prime"]
