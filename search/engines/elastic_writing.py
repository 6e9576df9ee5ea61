"""Sending changes: in batches, one on the way while the next is made, each answer counted.

A batch counts only when the server has answered for every single change in it.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from search.record import SearchRecord

from .base import EngineUnavailable, prepare
from .elastic_connection import BULK_SECONDS, WRITE_SECONDS, Refused, speaking

BATCH = 200
MOST_BYTES = 8_000_000  # of one request; Elasticsearch refuses 100 MB
STALE, ABSENT, BUSY = 409, 404, (429, 503)


@dataclass(frozen=True, slots=True)
class Change:
    """One document put (`source`) or taken out (`source=None`) under its change number.

    The number is the document's external version: a late or repeated change never replaces a newer
    one. `is_optional`: the index may be gone meanwhile (the second one during a rebuild).
    """

    index: str
    number: str
    seq: int
    source: dict[str, Any] | None
    is_alias: bool = False
    is_optional: bool = False

    def lines(self) -> bytes:
        head: dict[str, Any] = {
            "_index": self.index,
            "_id": self.number,
            "version": self.seq,
            "version_type": "external_gte",
        }
        if self.source is None:
            return _json({"delete": head})
        if self.is_alias:
            # Without it a write to an alias that was deleted would make an index of any shape.
            head["require_alias"] = True
        return _json({"index": head}) + b"\n" + _json(self.source)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one request may take, and how often a busy server is asked again."""

    seconds: float
    attempts: int
    pause: float
    # Whether a request that got no answer is sent again as well.
    insists: bool = False


ONE_ITEM = Patience(WRITE_SECONDS, attempts=2, pause=0.3)
BUILDING = Patience(BULK_SECONDS, attempts=6, pause=1.0, insists=True)


def document_of(record: SearchRecord) -> dict[str, Any]:
    """What the index holds of a record."""
    ready = prepare(record)
    return {
        "number": record.number,
        "number_key": record.number.lower(),
        "rev": record.rev,
        **record.filter_values,
        "day": record.day,
        "date": record.sort_date,
        "document_key": ready.document_key,
        "title": ready.title,
        "about": ready.about,
        "body": ready.body,
        "keys": ready.keys,
        "sound": ready.sound,
        "ledger_index": record.ledger_index,
        "parts_digest": record.parts_digest,
        "payload": record.as_payload(),
    }


def send(client: Elasticsearch, changes: Iterable[Change], patience: Patience) -> int:
    """Send all changes; returns how many the index took. EngineUnavailable when any was lost."""
    taken = 0
    patient = client.options(request_timeout=patience.seconds)
    with ThreadPoolExecutor(1, thread_name_prefix="elastic-bulk") as sender:
        under_way: Future[int] | None = None
        for batch in _batches(changes):
            if under_way is not None:
                taken += under_way.result()
            under_way = sender.submit(_deliver, patient, batch, patience)
        if under_way is not None:
            taken += under_way.result()
    return taken


Packed = tuple[Change, bytes]


def _batches(changes: Iterable[Change]) -> Iterator[list[Packed]]:
    """Batches bounded by number and by size."""
    packed = ((change, change.lines()) for change in changes)
    batch: list[Packed] = []
    size = 0
    for one in packed:
        batch.append(one)
        size += len(one[1])
        if len(batch) == BATCH or size >= MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _deliver(client: Elasticsearch, batch: Sequence[Packed], patience: Patience) -> int:
    left, taken = list(batch), 0
    for attempt in range(patience.attempts):
        if attempt:
            time.sleep(min(patience.pause * 2 ** (attempt - 1), 15))
        try:
            done, left = _ask(client, left)
        except Refused:
            raise
        except EngineUnavailable:
            if not patience.insists or attempt + 1 == patience.attempts:
                raise
            continue
        taken += done
        if not left:
            return taken
    raise EngineUnavailable("the server is too busy to write")


def _ask(client: Elasticsearch, batch: list[Packed]) -> tuple[int, list[Packed]]:
    """(how many were taken, which to send again) of one request."""
    with speaking():
        answer = client.bulk(operations=[lines for _change, lines in batch])
        outcomes = [next(iter(item.values())) for item in answer["items"]]
    if [one.get("_id") for one in outcomes] != [change.number for change, _lines in batch]:
        raise EngineUnavailable("the server did not answer for every change")
    taken, again = 0, []
    for (change, lines), outcome in zip(batch, outcomes, strict=True):
        if _may_pass(change, outcome):
            again.append((change, lines))
        else:
            taken += _is_taken(change, outcome)
    return taken, again


def _may_pass(change: Change, outcome: dict[str, Any]) -> bool:
    """A busy server, or an index that a rebuild has just replaced by another."""
    kind = _kind(outcome)
    is_replaced = change.is_alias and "index_not_found" in kind
    return is_replaced or (outcome["status"] in BUSY and "block" not in kind)


def _is_taken(change: Change, outcome: dict[str, Any]) -> bool:
    """Whether the index changed; a refusal is raised."""
    status = outcome["status"]
    if status < 300:
        return True
    kind = _kind(outcome)
    is_gone = status == ABSENT and (change.is_optional or "index_not_found" not in kind)
    if status == STALE or is_gone:
        return False
    is_refusal = status == 403 or "block" in kind
    raise (Refused if is_refusal else EngineUnavailable)(f"{status} {kind}"[:80])


def _kind(outcome: dict[str, Any]) -> str:
    """The server's word for a failure; a full disk is a 429 as well: `cluster_block_exception`."""
    return str((outcome.get("error") or {}).get("type", ""))
