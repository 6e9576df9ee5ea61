"""Feeds as bytes: Atom (RFC 4287) with tombstones (RFC 6721), RSS 2.0, JSON Feed 1.1 (pure)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree

from .model import Entry, Feed, Removal, clean

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
LANGUAGE = "zh-CN"
REREAD_MINUTES = 30


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rfc(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    told = {key.rstrip("_"): clean(value) for key, value in attributes.items()}
    added = etree.SubElement(parent, name, told)
    added.text = clean(text) or None
    return added


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def atom(feed: Feed) -> bytes:
    """Entries newest first, then what was taken down, each named for deletion."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "at": TOMBSTONES})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
    _add(root, f"{{{ATOM}}}id", feed.id)
    _add(root, f"{{{ATOM}}}title", feed.title)
    if feed.subtitle:
        _add(root, f"{{{ATOM}}}subtitle", feed.subtitle)
    _add(root, f"{{{ATOM}}}updated", _iso(feed.updated))
    _add(root, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        _atom_entry(root, entry)
    for removal in feed.removals:
        _tombstone(root, removal)
    return _bytes(root)


def _atom_entry(root: etree._Element, entry: Entry) -> None:
    made = _add(root, f"{{{ATOM}}}entry")
    _add(made, f"{{{ATOM}}}id", entry.id)
    _add(made, f"{{{ATOM}}}title", entry.title)
    _add(made, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=entry.url)
    _add(made, f"{{{ATOM}}}published", _iso(entry.published))
    _add(made, f"{{{ATOM}}}updated", _iso(entry.updated))
    _add(_add(made, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", entry.author or feed_author(entry))
    if entry.category:
        _add(made, f"{{{ATOM}}}category", term=entry.category)
    if entry.summary:
        _add(made, f"{{{ATOM}}}summary", entry.summary)


def feed_author(entry: Entry) -> str:
    """Atom wants an author of every entry; an item without a unit names its own address."""
    return entry.url


def _tombstone(root: etree._Element, removal: Removal) -> None:
    when = _iso(removal.when)
    made = _add(root, f"{{{TOMBSTONES}}}deleted-entry", ref=removal.id, when=when)
    _add(made, f"{{{TOMBSTONES}}}comment", removal.reason)
    _add(made, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=removal.url)


def rss(feed: Feed) -> bytes:
    """RSS has no word for removals: they have a feed of their own (/feeds/removed.rss)."""
    root = etree.Element("rss", nsmap={"atom": ATOM, "dc": DUBLIN_CORE}, version="2.0")
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.subtitle or feed.title)
    _add(channel, "language", LANGUAGE)
    _add(channel, "lastBuildDate", _rfc(feed.updated))
    _add(channel, "ttl", str(REREAD_MINUTES))
    _add(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=feed.address)
    for entry in feed.entries:
        made = _add(channel, "item")
        _add(made, "title", entry.title)
        _add(made, "link", entry.url)
        _add(made, "guid", entry.id, isPermaLink="false")
        _add(made, "pubDate", _rfc(entry.published))
        _add(made, f"{{{ATOM}}}updated", _iso(entry.updated))
        _add(made, f"{{{DUBLIN_CORE}}}creator", entry.author)
        _add(made, "category", entry.category)
        _add(made, "description", entry.summary or entry.title)
    return _bytes(root)


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1; removals stand in an extension of ours."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": LANGUAGE,
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.summary or entry.title,
                "date_published": _iso(entry.published),
                "date_modified": _iso(entry.updated),
                "authors": [{"name": entry.author}] if entry.author else [],
                "tags": [entry.category] if entry.category else [],
                "language": LANGUAGE,
            }
            for entry in feed.entries
        ],
        "_removed": [
            {"id": one.id, "url": one.url, "when": _iso(one.when), "reason": one.reason}
            for one in feed.removals
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


FORMATS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "atom": ("application/atom+xml; charset=utf-8", atom),
    "rss": ("application/rss+xml; charset=utf-8", rss),
    "json": ("application/feed+json; charset=utf-8", json_feed),
}
