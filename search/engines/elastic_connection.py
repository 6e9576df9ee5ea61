"""The way to the cluster: nodes, key, certificates, patience; and which answers are whole.

No sniffing: the addresses that nodes announce are seldom those that reach them through TLS and
containers, and asking for them needs a right over the cluster. Nodes are named in
ELASTICSEARCH_URL; a request that finds one closed goes to the next.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from .base import EngineUnavailable

T = TypeVar("T")
OLDEST_SERVER = (9, 0)
WRITE_SECONDS = 10  # of one item; a worker has others to do
BULK_SECONDS = 60  # of a full batch, and of a refresh after many


class Refused(EngineUnavailable):
    """The server is there and does not take the change: a block, a full disk, a lost right."""


class Gone(EngineUnavailable):
    """The index or a shard of it was not there: a rebuild may just have switched to another."""


@contextmanager
def speaking() -> Iterator[None]:
    """Every failure of the server or the way to it is one thing to the callers, named shortly."""
    try:
        yield
    except ApiError as error:
        reason = _reason(error)
        kind: type[EngineUnavailable] = EngineUnavailable
        if error.status_code in (401, 403) or "block" in reason:
            kind = Refused
        elif error.status_code in (404, 503):
            kind = Gone
        raise kind(f"{error.status_code} {reason}") from error
    except (TransportError, UnsupportedProductError) as error:
        raise EngineUnavailable(type(error).__name__) from error
    except (LookupError, TypeError, AttributeError) as error:
        # Sound JSON of another shape: something between us answers in the server's place.
        raise EngineUnavailable(f"malformed answer ({type(error).__name__})") from error


def _reason(error: ApiError) -> str:
    """The server's word for it; never its sentence, which may quote what was asked."""
    body = error.body
    found = body.get("error") if isinstance(body, Mapping) else None
    if isinstance(found, Mapping):
        roots = found.get("root_cause") or [{}]
        return str(found.get("type") or roots[0].get("type") or "error")[:60]
    return type(error).__name__


def whole(answer: Any) -> Any:
    """The answer, if every shard took part in time. A part of the hits is no answer: counts would
    be wrong and an item would seem not to exist."""
    if "error" in answer:
        raise EngineUnavailable(str(answer["error"].get("type", "search"))[:60])
    shards = answer.get("_shards") or {}
    if answer.get("timed_out"):
        raise EngineUnavailable("out of time")
    if shards.get("failed") or shards.get("successful", 0) < shards.get("total", 0):
        raise Gone("partial answer")
    return answer


def asked(work: Callable[[], T]) -> T:
    """What the server says, asked once more when the index went away in the middle."""
    try:
        with speaking():
            return work()
    except Gone:
        with speaking():
            return work()


def done(answer: Any) -> Any:
    """The answer to an order, if no copy of a shard failed at it; copies without a place have
    nothing to do and will fetch what they lack."""
    if answer["_shards"]["failed"]:
        raise EngineUnavailable("not done by all shards")
    return answer


def got(answer: Any, ids: list[str]) -> list[Any]:
    """The documents of an mget, one for each id asked for; one that failed is not absent."""
    docs = answer["docs"]
    if len(docs) != len(ids) or any("error" in doc for doc in docs):
        raise Gone("partial answer")
    return list(docs)


def _with_port(address: str) -> str:
    """Without a port: 443 for https, as everywhere, and 9200 for http."""
    scheme, _slashes, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    if scheme == "http" and ":" not in host.rpartition("@")[2].rpartition("]")[2]:
        return f"{scheme}://{host}:9200{slash}{path}"
    if scheme == "https" and ":" not in host.rpartition("@")[2].rpartition("]")[2]:
        return f"{scheme}://{host}:443{slash}{path}"
    return address


def connect() -> Elasticsearch:
    """Client of the cluster that the settings name.

    A search that a node does not take goes to the next node, a slow one is given up: the embedded
    index answers sooner than a second attempt.
    """
    from django.conf import settings

    # One line per request says nothing that ours do not.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    addresses = [one.strip() for one in settings.ELASTICSEARCH_URL.split(",") if one.strip()]
    options: dict[str, Any] = {
        "request_timeout": settings.ELASTICSEARCH_TIMEOUT,
        "max_retries": max(len(addresses) - 1, 0),
        "retry_on_timeout": False,
        "retry_on_status": (),
        "http_compress": settings.ELASTICSEARCH_COMPRESS,
        "connections_per_node": 16,
    }
    if settings.ELASTICSEARCH_API_KEY:
        options["api_key"] = settings.ELASTICSEARCH_API_KEY
    if settings.ELASTICSEARCH_CA_CERTS:
        options["ca_certs"] = settings.ELASTICSEARCH_CA_CERTS
    return Elasticsearch([_with_port(one) for one in addresses], **options)


def is_too_old(version: str) -> bool:
    """Whether a server of this version (`9.4.3`) lacks what we use."""
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    return numbers < OLDEST_SERVER
