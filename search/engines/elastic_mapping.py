"""Settings and mappings of the Elasticsearch index: pairs of characters, no segmenter."""

SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "analysis": {
        "analyzer": {
            "pairs": {
                "type": "custom",
                "tokenizer": "standard",
                "filter": ["cjk_width", "lowercase", "cjk_bigram"],
            }
        },
    },
}
_WORDS = {"type": "text", "analyzer": "pairs"}
_KEY = {"type": "keyword", "ignore_above": 512}
MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "number": _KEY,
        "number_key": _KEY,
        "rev": {"type": "integer"},
        "domain": _KEY,
        "unit": _KEY,
        "stage": _KEY,
        "region": _KEY,
        "year": {"type": "integer"},
        "catalogue": _KEY,
        "kind": _KEY,
        "validity": _KEY,
        "holds": _KEY,
        "day": _KEY,
        "date": _KEY,
        "document_key": _KEY,
        "title": _WORDS,
        "about": _WORDS,
        "body": _WORDS,
        "keys": {"type": "text", "analyzer": "whitespace"},
        "sound": {"type": "text", "analyzer": "whitespace"},
        # Shown, never searched.
        "payload": {"type": "object", "enabled": False},
    },
}
