"""A TCP proxy in front of Kafka that keeps back chosen requests, or their answers.

The broker advertises the proxy's port, so that everything a client says passes here. A request is
known by its API key, the first two bytes after its length, and by a name in it.
"""

import socket
import struct
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Literal, Self

END_TXN = 26
Fate = Literal["pass", "lose-request", "lose-answer", "delay-request"]
_HEAD = struct.Struct(">i")
_REQUEST = struct.Struct(">hhi")


class KafkaProxy:
    """Passes frames on; ``fate`` says of each request of one API key what is to become of it."""

    def __init__(self, port: int, api_key: int = END_TXN) -> None:
        self._target, self._api_key = port, api_key
        self._fates: defaultdict[str, list[Fate]] = defaultdict(list)
        self._lock = Lock()
        self._let_go = Event()
        self._closed = Event()
        self.kept_back = Counter[str]()
        self.late = 0
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def port(self) -> int:
        """Where clients go."""
        port: int = self._listener.getsockname()[1]
        return port

    def towards(self, port: int) -> None:
        """Pass everything on to this port, from now on."""
        self._target = port

    def next(self, name: str, *fates: Fate) -> None:
        """What becomes of the next requests with a name in them; those after them pass."""
        with self._lock:
            self._fates[name] += fates

    def let_go(self) -> None:
        """Send the delayed requests on, even of connections that the client has closed."""
        self._let_go.set()

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._let_go.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while not self._closed.is_set():
                client, _ = self._listener.accept()
                try:
                    broker = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    client.close()
                    continue
                _Connection(client, broker, self._fate, self._let_go, self._came_late)

    def _fate(self, api_key: int, frame: bytes) -> Fate:
        if api_key != self._api_key:
            return "pass"
        with self._lock:
            for name, fates in self._fates.items():
                if fates and name.encode() in frame:
                    fate = fates.pop(0)
                    self.kept_back[name] += fate != "pass"
                    return fate
            return "pass"

    def _came_late(self) -> None:
        with self._lock:
            self.late += 1


class _Connection:
    """One client's connection and its counterpart to the broker, each pumped by a thread."""

    def __init__(
        self,
        client: socket.socket,
        broker: socket.socket,
        fate: Callable[[int, bytes], Fate],
        let_go: Event,
        came_late: Callable[[], None],
    ) -> None:
        self._client, self._broker, self._fate, self._let_go = client, broker, fate, let_go
        self._came_late = came_late
        self._unanswered: set[int] = set()
        Thread(target=self._requests, daemon=True).start()
        Thread(target=self._answers, daemon=True).start()

    def _requests(self) -> None:
        delayed: list[bytes] = []
        while (frame := _read(self._client)) is not None:
            api_key, _, correlation = _REQUEST.unpack_from(frame, _HEAD.size)
            fate = self._fate(api_key, frame)
            if fate == "lose-request":
                continue
            if fate == "delay-request":
                delayed.append(frame)
                continue
            if fate == "lose-answer":
                self._unanswered.add(correlation)
            with suppress(OSError):
                self._broker.sendall(frame)
        if delayed:
            self._let_go.wait()
            with suppress(OSError):
                self._broker.sendall(b"".join(delayed))
                self._came_late()
                return  # the other thread closes it, after the broker's answer
        _close(self._broker)

    def _answers(self) -> None:
        while (frame := _read(self._broker)) is not None:
            (correlation,) = _HEAD.unpack_from(frame, _HEAD.size)
            if correlation not in self._unanswered:
                with suppress(OSError):
                    self._client.sendall(frame)
        _close(self._client)


def _read(source: socket.socket) -> bytes | None:
    """One frame with its length; None at the end."""
    head = _exactly(source, _HEAD.size)
    if head is None:
        return None
    (length,) = _HEAD.unpack(head)
    body = _exactly(source, length)
    return None if body is None else head + body


def _exactly(source: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        try:
            part = source.recv(length - len(parts))
        except OSError:
            return None
        if not part:
            return None
        parts += part
    return bytes(parts)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
