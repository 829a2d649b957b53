"""A system that receives webhooks, and answers as it is told to."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Came(NamedTuple):
    """One request that came."""

    headers: Mapping[str, str]
    body: bytes


class System:
    """What came, and with which statuses the next requests are answered; then with 204."""

    def __init__(self, *statuses: int) -> None:
        self.came: list[Came] = []
        self.statuses = list(statuses)
        self.address = ""


@contextmanager
def receiving(*statuses: int) -> Iterator[System]:
    """A system that listens until the end."""
    system = System(*statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told = {name.lower(): value for name, value in self.headers.items()}
            system.came.append(Came(told, body))
            status = system.statuses.pop(0) if system.statuses else 204
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if status == 302:
                self.send_header("Location", "/elsewhere")
            if status == 503:
                self.send_header("Retry-After", "7")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    system.address = f"http://127.0.0.1:{server.server_port}/items"
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
