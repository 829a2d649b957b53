"""Servers of a test's own, each in a thread: a gateway, and an issuer of keys."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from wholepicture_producers.gateway.app import application
from wholepicture_producers.gateway.authentication import authentication
from wholepicture_producers.gateway.served import Served
from wholepicture_producers.gateway.serving import server
from wholepicture_producers.gateway.settings import GatewaySettings
from wholepicture_schemas.identifiers import AgencyId

from tests.support.waiting import until


@contextmanager
def running(settings: GatewaySettings, served: Mapping[AgencyId, Served]) -> Iterator[str]:
    """The address of a gateway that runs until the end."""
    made = server(application(settings, authentication(settings), served), settings)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    until(lambda: made.started, "the gateway listens")
    port = made.servers[0].sockets[0].getsockname()[1]
    scheme = "https" if settings.certificate else "http"
    try:
        yield f"{scheme}://127.0.0.1:{port}"
    finally:
        made.should_exit = True
        thread.join(10)


@contextmanager
def serving(text: str) -> Iterator[str]:
    """An address that gives this text, whoever asks."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    made = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}/keys"
    finally:
        made.shutdown()
        made.server_close()
        thread.join(10)
