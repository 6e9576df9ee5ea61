"""Web addresses in a document: kept only when nothing can hide in them."""

import re
from urllib.parse import urlsplit

ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d{1,5})?(?:/[A-Za-z0-9_.\-/]*)?")
LONGEST = 200
MANY_DIGITS = re.compile(r"(?:\d[\-._/]?){9,}")


def harmless(href: str) -> bool:
    """http(s), without user, query, fragment or escapes, and without a long number in it."""
    if len(href) > LONGEST or not ADDRESS.fullmatch(href) or MANY_DIGITS.search(href):
        return False
    host = urlsplit(href).hostname or ""
    return "." in host and not host.replace(".", "").isdigit()
