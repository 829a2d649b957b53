"""The addresses of Kafka's brokers, as they are set: read strictly, before anything goes there.

kafka-python drops ``SASL_SSL://`` before an address in silence, and talks in the clear to what was
meant to be protected. Here an address is a host and a port and nothing else.
"""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from wholepicture_bus.errors import StopError

SETTING = "KAFKA_BOOTSTRAP_SERVERS"
_SCHEME = re.compile(r"^\s*(?P<scheme>[A-Za-z][A-Za-z0-9_+.-]*)://")
_PROTOCOLS = frozenset({"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"})
_PARTS = re.compile(r"^(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[\w.-]+)):(?P<port>[0-9]+)$")
_HIGHEST_PORT = 65_535
_IN_A_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))


@dataclass(frozen=True, slots=True)
class Address:
    """Where one broker listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    def is_private(self, *, in_container: bool | None = None) -> bool:
        """Whether it is on the loopback, or the bare name of a container beside this one.

        A bare name counts as a container's only where this process runs in one itself.
        """
        if self.on_loopback:
            return True
        inside = in_a_container() if in_container is None else in_container
        return inside and "." not in self.host and ":" not in self.host


def in_a_container() -> bool:
    """Whether this process runs in a container, of Docker or Podman."""
    return any(mark.exists() for mark in _IN_A_CONTAINER)


def addresses(told: str, setting: str = SETTING) -> tuple[Address, ...]:
    """The addresses in a text such as ``kafka-1:9092,kafka-2:9092``; blanks around each are passed.

    Raises:
        StopError: one of them is no address; the sentence says which, and what to write.
    """
    parts = told.split(",")
    count = len(parts)
    return tuple(
        _address(part, setting if count == 1 else f"Address {number} of {count} in {setting}")
        for number, part in enumerate(parts, start=1)
    )


def _address(part: str, which: str) -> Address:
    form = "Write host:port, as in kafka-1.example.org:9093, with commas between several."
    scheme = _SCHEME.match(part)
    if scheme:
        raise StopError(f"{which} begins with {scheme['scheme']}://. {_instead(scheme['scheme'])}")
    if not part.strip():
        raise StopError(f"{which} is empty. {form}")
    found = _PARTS.match(part.strip())
    if found is None:
        raise StopError(f"{which} is no host and port. {form}")
    port = int(found["port"])
    if not 0 < port <= _HIGHEST_PORT:
        raise StopError(f"{which} has a port that there cannot be. {form}")
    return Address(found["six"] or found["host"], port)


def _instead(scheme: str) -> str:
    protocol = scheme.upper()
    if protocol in _PROTOCOLS:
        return f"Write host:port alone, and say KAFKA_SECURITY_PROTOCOL={protocol}."
    return "Kafka has no such addresses: write the host:port of its brokers."
