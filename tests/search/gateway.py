"""A way to a server that a test can cut and mend: what a stopped Elasticsearch looks like."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Gateway:
    """Forwards a local port to the server of `url`; `url` of the gateway keeps the credentials."""

    def __init__(self, url):
        self.target = urlsplit(url)
        self.port, self.listener, self.open_sockets = 0, None, []
        self.mend()

    @property
    def url(self):
        account = self.target.netloc.rpartition("@")[0]
        return f"http://{account}{'@' if account else ''}127.0.0.1:{self.port}"

    def mend(self):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        for each in [self.listener, *self.open_sockets]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open_sockets = []

    def _accept(self, listener):
        while True:
            try:
                near, _address = listener.accept()
                far = socket.create_connection((self.target.hostname, self.target.port))
            except OSError:
                return
            self.open_sockets += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pump(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
