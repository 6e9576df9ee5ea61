"""Tables of the search: what the engines follow, what staff teach it, what was asked."""

from .asked import AskedDay, AskedQuery, AskedTotal
from .documents import SearchDocument, SearchSequence
from .knowledge import BestBet, KnowledgeState, SynonymGroup

__all__ = [
    "AskedDay",
    "AskedQuery",
    "AskedTotal",
    "BestBet",
    "KnowledgeState",
    "SearchDocument",
    "SearchSequence",
    "SynonymGroup",
]
