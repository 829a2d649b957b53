"""``/metrics``, ``/healthz`` and ``/readyz`` of a member, over HTTP, for who watches the bus."""

import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app
from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError

from wholepicture_engine.meter import Meter

_Start = Callable[[str, list[tuple[str, str]]], Any]


class MetricsServer:
    """Serves a meter's figures until it is closed; they name stages, topics and numbers only."""

    def __init__(self, meter: Meter, where: Address) -> None:
        """Listen there.

        Raises:
            StopError: the port is taken.
        """
        self._meter = meter
        self._metrics = make_wsgi_app(meter.registry)
        try:
            self._server = make_server(
                where.host, where.port, self._answer, _Server, handler_class=_Silent
            )
        except OSError as error:
            raise StopError(
                f"The metrics cannot be served on {where} ({error.strerror}). Name another "
                "address: WHOLEPICTURE_METRICS=127.0.0.1:PORT."
            ) from None

    @property
    def port(self) -> int:
        """The port."""
        return int(self._server.server_port)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True, name="metrics").start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: _Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        if path == "/metrics":
            found: Iterable[bytes] = self._metrics(environ, start)
            return found
        if path == "/healthz":
            return _said(start, self._meter.alive, "the loop comes round", "the loop hangs")
        if path == "/readyz":
            waits = self._meter.waits_for
            return _said(start, waits is None, "it works", f"it waits for {waits}")
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"There are /metrics, /healthz and /readyz.\n"]


def _said(start: _Start, is_so: bool, good: str, bad: str) -> Iterable[bytes]:
    start(
        "200 OK" if is_so else "503 Service Unavailable",
        [("Content-Type", "text/plain; charset=utf-8")],
    )
    return [f"{good if is_so else bad}\n".encode()]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: each scrape would be a line."""
