"""An address of this site as a visitor gets it, asked in the process itself.

All middleware and views answer as they would over the network; no cookie, no login.
"""

import time
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation

OK = 200


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


class NoAnswer(Exception):
    """The address did not answer as it should; what a visitor finds there is not known."""


def visit(address: str) -> tuple[int, str]:
    """Status and text of the answer to GET `address` (a path with an optional query)."""
    status, body = _get(address)
    return status, body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Look:
    """An answer read up to a number of bytes. `milliseconds`: until it was read so far."""

    status: int
    kind: str
    location: str
    body: bytes
    is_cut: bool
    milliseconds: int


def look(address: str, most: int) -> Look:
    """The answer to GET `address`, of a large one only the first `most` bytes."""
    began = time.monotonic()
    with translation.override(settings.LANGUAGE_CODE):
        response = _handler().get_response(WSGIRequest(_environment(address)))
        body, size = [], 0
        for part in response if response.streaming else [response.content]:
            body.append(part)
            size += len(part)
            if size > most:
                break
        if stream := getattr(response, "file_to_stream", None):
            stream.close()
    return Look(
        response.status_code,
        response.get("Content-Type", ""),
        response.get("Location", ""),
        b"".join(body)[:most],
        size > most,
        round((time.monotonic() - began) * 1000),
    )


def fetch(address: str) -> bytes:
    """What a visitor gets at the address; NoAnswer with the status when it is not 200."""
    status, body = _get(address)
    if status != OK:
        raise NoAnswer(str(status))
    return body


def _get(address: str) -> tuple[int, bytes]:
    with translation.override(settings.LANGUAGE_CODE):
        response = _handler().get_response(WSGIRequest(_environment(address)))
        # Not closed: that would end the outer request's database connections.
        body = b"".join(response) if response.streaming else response.content
    return response.status_code, body


def _environment(address: str) -> dict:
    parts, base = urlsplit(address), urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = str(base.port or (443 if base.scheme == "https" else 80))
    environment = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path.encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": port,
        "HTTP_HOST": base.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": base.scheme or "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        # Our own look at the site is no visitor's: it counts against nobody's rate.
        "mingjing.inside": True,
        "wsgi.run_once": False,
    }
    proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if proxy and base.scheme == "https":
        environment[proxy[0]] = proxy[1]
    return environment
