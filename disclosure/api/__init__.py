"""Open data of what is public, read only (条例 Art. 24): items, their history, code lists.

Every answer is made of live items alone; a withdrawn one is named as withdrawn, drafts do not
exist. The number of SQL statements does not grow with the number of items.
"""

from disclosure.datasets.api import router as datasets

from . import codes, events, history, items
from .items import Gone

__all__ = ["ROUTERS", "Gone"]

# Before `items`, whose number may hold slashes.
ROUTERS = [
    ("/items", history.router),
    ("/items", items.router),
    ("/datasets", datasets),
    ("", events.router),
    ("", codes.router),
]
