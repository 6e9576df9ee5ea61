"""Tables of the search: what the engines follow, what staff teach it, what was asked."""

from .alerts import SavedSearch, Subscriber
from .asked import AskedDay, AskedQuery, AskedTotal
from .documents import SearchDocument, SearchSequence
from .knowledge import BestBet, KnowledgeState, SynonymGroup

__all__ = [
    "AskedDay",
    "AskedQuery",
    "AskedTotal",
    "BestBet",
    "KnowledgeState",
    "SavedSearch",
    "SearchDocument",
    "SearchSequence",
    "Subscriber",
    "SynonymGroup",
]
