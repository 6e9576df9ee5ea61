"""Settings and mappings of the Elasticsearch index: pairs of characters, no segmenter."""

import hashlib
import json
from typing import Any

from search.query import FILTERS

ANALYSIS = {
    "analyzer": {
        "pairs": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["cjk_width", "lowercase", "cjk_bigram"],
        }
    },
}
# What does not depend on the size of the site.
FIXED = {
    # A removal is remembered so long: a delayed older change must not bring the item back.
    "gc_deletes": "1h",
    # After a removal its words leave the files (elastic_purge.py): a segment with one removed
    # item is rewritten then.
    "merge.policy.expunge_deletes_allowed": 0,
}
_WORDS = {"type": "text", "analyzer": "pairs"}
_KEY = {"type": "keyword", "ignore_above": 512}
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "number": _KEY,
        "number_key": _KEY,
        "rev": {"type": "integer"},
        **dict.fromkeys(FILTERS, _KEY),
        "year": {"type": "integer"},
        "day": _KEY,
        "date": _KEY,
        "document_key": _KEY,
        "title": _WORDS,
        "about": _WORDS,
        "body": _WORDS,
        "keys": {"type": "text", "analyzer": "whitespace"},
        "sound": {"type": "text", "analyzer": "whitespace"},
        # Compared with the database, never searched.
        "ledger_index": {"type": "long", "index": False},
        "parts_digest": {"type": "keyword", "index": False},
        # Shown, never searched.
        "payload": {"type": "object", "enabled": False},
    },
}


def settings_of(shards: int, replicas: str, refresh: str) -> dict[str, Any]:
    """Settings of a new index; `replicas` is a number or a range such as 0-1."""
    copies = (
        {"auto_expand_replicas": replicas}
        if "-" in replicas
        else {"number_of_replicas": int(replicas), "auto_expand_replicas": False}
    )
    return {
        "number_of_shards": shards,
        **copies,
        "refresh_interval": refresh,
        **FIXED,
        "analysis": ANALYSIS,
    }


def layout() -> str:
    """Digest of what a document's place in the index depends on: another one needs a rebuild."""
    stated = json.dumps([MAPPINGS, ANALYSIS], sort_keys=True)
    return hashlib.sha256(stated.encode()).hexdigest()[:16]
