"""How Kafka clients wait for their sockets, write to them and read from them.

kafka-python 3.0.12 looks a socket up before each wait, and registers it where it is not there. The
standard library says that by an error that describes the socket, which asks the system twice for
its addresses. Before it writes it waits until it can, which it mostly can; it reads 4 KiB at a time
until there is nothing. So a transaction's five requests took 17 waits, and take 8.
tests/bus/test_sockets.py fails where another version of kafka-python behaves differently.
"""

import selectors
import time
from typing import Any

from kafka.errors import KafkaConnectionError
from kafka.net import manager
from kafka.net.transport import KafkaTCPTransport

_AT_ONCE = 256 * 1024


class Selector(selectors.DefaultSelector):
    """The system's selector, which says in short that it does not know a socket."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: set[int] = set()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """Wait for these events of a socket, too."""
        key = super().register(fileobj, events, data)
        self._numbers.add(key.fd)
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """Wait for no event of a socket."""
        key = super().unregister(fileobj)
        self._numbers.discard(key.fd)
        return key

    def get_key(self, fileobj: Any) -> selectors.SelectorKey:
        """What is registered for a socket; of a closed one, too.

        Raises:
            KeyError: nothing is.
        """
        number = fileobj.fileno()
        if number >= 0 and number not in self._numbers:
            raise KeyError(number)
        return super().get_key(fileobj)


class AtOnce(KafkaTCPTransport):  # type: ignore[misc]  # kafka-python has no types
    """A connection in the clear that writes when it is told to, and reads all there is at once."""

    def write(self, data: Any) -> None:
        """Send this now, and what there is no room for as soon as there is."""
        is_first = not self._write_buffer and self._write and not self._closed and data
        if not is_first:
            super().write(data)
            return
        self._write_buffer.append(data)
        _, error = self._sock_send()
        self.last_write = time.monotonic()
        if error is not None:
            self._net.call_soon(lambda: self.abort(error=error))
        elif self._write_buffer:
            rest = self._write_buffer.popleft()
            super().write(rest)

    def _sock_recv(self) -> tuple[bytes, Exception | None]:
        """What there is, and why the connection has ended, if it has."""
        parts: list[bytes] = []
        try:
            while not parts or len(parts[-1]) == _AT_ONCE:
                found = self._sock.recv(_AT_ONCE)
                if not found:
                    return b"".join(parts), KafkaConnectionError("socket disconnected")
                parts.append(found)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            return b"".join(parts), KafkaConnectionError(error)
        return b"".join(parts), None


def write_at_once() -> None:
    """Have every later connection in the clear of this process be such a one."""
    manager.KafkaTCPTransport = AtOnce
