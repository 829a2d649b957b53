"""Loopback ports that stay the broker's own between two runs.

They are chosen below the range from which the system gives ports to outgoing connections. Inside
it, a client that keeps trying to reconnect while the broker is down may be given the broker's own
port as its source, connect to itself, and keep the broker from coming back.
"""

import secrets
import socket
import sys
from pathlib import Path

from wholepicture_bus.local.errors import LocalBrokerError

_LOWEST = 20_000
_HIGHEST = 32_000
_FEWEST = 1_000
_TRIES = 200
_LINUX_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port(*, taken: frozenset[int] = frozenset()) -> int:
    """A port of 127.0.0.1 that nobody listens on, outside the outgoing range, not in `taken`."""
    highest = _highest()
    for _ in range(_TRIES):
        port = _LOWEST + secrets.randbelow(highest - _LOWEST)
        if port not in taken and is_free(port):
            return port
    raise LocalBrokerError(f"No free port between {_LOWEST} and {highest} on 127.0.0.1.")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        if sys.platform != "win32":  # there the option would let two servers share a port
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _highest() -> int:
    try:
        lowest_outgoing = int(_LINUX_RANGE.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return _HIGHEST
    return min(_HIGHEST, lowest_outgoing) if lowest_outgoing > _LOWEST + _FEWEST else _HIGHEST
