"""Whether a broker really answers: one Metadata request, not merely an open socket.

A broker of a KRaft cluster takes client requests only once the controller has let it in, so one
that names itself in its answer can be written to and read from.
"""

import socket
import struct
from datetime import timedelta

_METADATA = 3
_VERSION = 4  # the newest whose answer begins plainly: throttle time, then the brokers
_CLIENT = b"wholepicture"
_NO_TOPICS = struct.pack(">ib", 0, 0)


def brokers_known_at(port: int, *, timeout: timedelta = timedelta(seconds=2)) -> int:
    """How many brokers the one on this loopback port knows; 0 when it gives no answer."""
    header = struct.pack(f">hhih{len(_CLIENT)}s", _METADATA, _VERSION, 1, len(_CLIENT), _CLIENT)
    request = header + _NO_TOPICS
    try:
        with socket.create_connection(("127.0.0.1", port), timeout.total_seconds()) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            (length,) = struct.unpack(">i", _exactly(connection, 4))
            answer = _exactly(connection, length)
    except (OSError, EOFError):
        return 0
    _correlation, _throttle, brokers = struct.unpack(">iii", answer[:12])
    return int(brokers)


def _exactly(connection: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        more = connection.recv(length - len(received))
        if not more:
            raise EOFError
        received += more
    return received
