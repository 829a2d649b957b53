"""Where Kafka may run until access control exists: this machine, or a network of containers.

A broker without access control shows every record to whoever reaches it. Any other place is
therefore refused, unless every agency is synthetic.
"""

import ipaddress
from pathlib import Path

from wholepicture_agreement import Agreement
from wholepicture_bus.errors import StopError

_IN_A_CONTAINER = Path("/.dockerenv")


def require_safe(bootstrap: str, agreement: Agreement, *, in_container: bool | None = None) -> None:
    """Refuse an exposed broker while real agencies take part.

    A bare host name counts as another container's only where this process runs in one itself.

    Raises:
        StopError: with what to do.
    """
    if all(agency.synthetic for agency in agreement.agencies.values()):
        return
    inside = _IN_A_CONTAINER.exists() if in_container is None else in_container
    exposed = [server for server in bootstrap.split(",") if not _is_private(server, inside)]
    if exposed:
        raise StopError(
            "There is no access control yet, so real agencies may only use a broker on this "
            "machine or in a network of containers. Use 127.0.0.1, or set synthetic = true for "
            "every agency."
        )


def _is_private(server: str, inside: bool) -> bool:
    """Whether an address is the loopback, or the bare name of a container beside this one."""
    host = server.rsplit(":", 1)[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or ("." not in host and inside)
