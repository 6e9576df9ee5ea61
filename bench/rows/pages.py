"""Public pages through gunicorn against the same words on a plain view; SQL statements of each."""

import http.client
import os
import socket
import subprocess
import sys
import time

from bench.measure import Row, against
from bench.site import main

REQUESTS = 50
START_WITHIN = 30  # seconds


def measure() -> list[Row]:
    from disclosure.models import DisclosurePage

    item = DisclosurePage.objects.filter(live=True).order_by("number").first()
    pages = {
        "item page": f"/i/{item.number}/",
        "listing of a domain": f"/domains/{item.domain}/",
        "home page": "/",
    }
    port = _free_port()
    server = _start(port)
    try:
        return [_row(name, address, port) for name, address in pages.items()]
    finally:
        server.terminate()
        server.wait(30)


def _row(name: str, address: str, port: int) -> Row:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(target):
        def work():
            for _ in range(REQUESTS):
                connection.request("GET", target)
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    raise RuntimeError(f"{target}: {response.status}")

        return work

    mine, plain = against(ask(address), ask(f"/bench-plain{address}"))
    return Row(
        name,
        REQUESTS / mine,
        "requests/s",
        "same words, plain view",
        REQUESTS / plain,
        f"{_statements(address)} SQL statements",
    )


def _statements(address: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(port: int) -> subprocess.Popen:
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--workers", "1",
            "--threads", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"},
    )  # fmt: skip
    for _ in range(START_WITHIN * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    server.terminate()
    raise RuntimeError("gunicorn did not start")


if __name__ == "__main__":
    main(measure)
