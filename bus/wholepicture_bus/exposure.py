"""What may not go in the clear: events to a broker that other machines reach, and passwords.

Every client goes through here, the publisher's and the subscriber's as well as a stage's.
"""

from collections.abc import Sequence

from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError
from wholepicture_bus.security import Security


def refuse_exposed(
    servers: Sequence[Address], security: Security, *, in_container: bool | None = None
) -> None:
    """Refuse to talk in the clear to a broker elsewhere, unless everything is made up.

    Raises:
        StopError: with what to set.
    """
    if security.tls:
        return
    for server in servers:
        if security.login and security.mechanism == "PLAIN" and not server.on_loopback:
            raise StopError(
                f"KAFKA_SASL_MECHANISM=PLAIN would send the password to {server} in the clear. Say "
                "KAFKA_SECURITY_PROTOCOL=SASL_SSL."
            )
        if not security.exercise and not server.is_private(in_container=in_container):
            raise StopError(
                f"{server} is another machine, and the connection to it is in the clear: who is on "
                "the way reads every event. Say KAFKA_SECURITY_PROTOCOL=SASL_SSL (or SSL) as its "
                "operator says. Where all events are made up, say so: WHOLEPICTURE_EXERCISE=true."
            )
