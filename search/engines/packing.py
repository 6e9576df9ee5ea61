"""A record as the embedded index keeps it for showing: the text is in there folded as well."""

import json
import zlib

from search.record import SearchRecord


def pack(record: SearchRecord) -> bytes:
    return zlib.compress(json.dumps(record.as_payload(), ensure_ascii=False).encode(), 1)


def unpack(packed: bytes) -> SearchRecord:
    return SearchRecord.from_payload(json.loads(zlib.decompress(packed)))
