"""A feed as it is told, whatever the format (pure)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

# What XML 1.0 cannot hold, whatever somebody pasted into a title.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_YEAR = re.compile(r"-((?:19|20)\d\d)-")
EMPTY_SINCE = datetime(2018, 1, 1, tzinfo=UTC)


def clean(text: str) -> str:
    """Text that XML can hold."""
    return _NOT_XML.sub("", text)


def tag_of(host: str, number: str) -> str:
    """The lasting name of an item in feeds (RFC 4151); a revision keeps it."""
    year = _YEAR.search(number)
    return f"tag:{host},{year[1] if year else 2018}:i/{number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: `id` is its lasting name, `updated` moves with every revision."""

    id: str
    title: str
    url: str
    summary: str
    author: str
    category: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """One item that was taken down: nothing of it but number, time and reason."""

    id: str
    number: str
    url: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """`address` is the feed's own, `page` that of the page it belongs to."""

    title: str
    subtitle: str
    id: str
    address: str
    page: str
    entries: tuple[Entry, ...]
    removals: tuple[Removal, ...]

    @property
    def updated(self) -> datetime:
        times = [entry.updated for entry in self.entries]
        return max([*times, *(removal.when for removal in self.removals)], default=EMPTY_SINCE)
