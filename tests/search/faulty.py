"""A server between the site and Elasticsearch that a test can make slow, lossy or wrong."""

import http.client
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


class FaultyServer:
    """`fault(request) -> Reply | None` is asked first; None forwards to the server of `url`.

    `mend(request, answer)` may change what the real server answers. Without a `url` everything not
    answered by `fault` is an empty, sound answer. With a `context` it speaks TLS.
    """

    def __init__(self, url="", context=None):
        self.target = urlsplit(url) if url else None
        self.fault = self.change = None
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                outer._serve(self)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        account = self.target.netloc.rpartition("@")[0] if self.target else ""
        port = self.server.server_address[1]
        return f"http://{account}{'@' if account else ''}127.0.0.1:{port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def _serve(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        path = handler.path.partition("?")[0]
        self.asked.append((handler.command, path))
        reply = self.fault(handler.command, path, body) if self.fault else None
        if reply is None:
            reply = self._forwarded(handler, path, body)
        if reply == "reset":
            handler.connection.close()
            handler.close_connection = True
            return
        status, headers, content = reply
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(content)

    def _forwarded(self, handler, path, body):
        if self.target is None:
            return 200, PRODUCT, b"{}"
        way = http.client.HTTPConnection(self.target.hostname, self.target.port, timeout=60)
        kept = ("content-type", "authorization", "accept")
        headers = {k: v for k, v in handler.headers.items() if k.lower() in kept}
        way.request(handler.command, handler.path, body or None, headers)
        answer = way.getresponse()
        content = answer.read()
        headers = {
            name: value
            for name, value in answer.getheaders()
            if name.lower() in ("x-elastic-product", "content-type")
        }
        if self.change and content and answer.status < 300:
            content = json.dumps(self.change(path, json.loads(content))).encode()
        way.close()
        return answer.status, headers, content


def replying(status, body, product=True):
    """A fault that answers everything in the same way."""
    headers = PRODUCT if product else {"Content-Type": "application/json"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda _method, _path, _body: (status, headers, content)


def slow(seconds):
    """A fault that takes its time and then lets through."""

    def fault(_method, _path, _body):
        time.sleep(seconds)

    return fault


def resetting(_method, _path, _body):
    return "reset"
