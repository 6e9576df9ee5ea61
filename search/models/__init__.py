"""Tables of the search: what the engines follow, and what staff teach it."""

from .documents import SearchDocument, SearchSequence

__all__ = ["SearchDocument", "SearchSequence"]
