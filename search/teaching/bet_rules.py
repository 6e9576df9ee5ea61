"""What a best bet may hold (pure): links that lead somewhere harmless, numbers, phrases."""

import re
from urllib.parse import urlsplit

MOST_PHRASES, LONGEST_PHRASE, MOST_NUMBERS = 30, 60, 5
_UNSAFE = re.compile("[\\s\\x00-\\x1f\\x7f<>\"'\\\\]")


def is_safe_link(link: str) -> bool:
    """An https or http address of another site, or a path of this one."""
    if _UNSAFE.search(link):
        return False
    if link.startswith("/"):
        return not link.startswith("//")
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc
