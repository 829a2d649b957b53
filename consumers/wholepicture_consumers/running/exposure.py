"""Where Kafka may run for real agencies: here, or elsewhere behind TLS and a login.

A broker that lets anybody in shows every record to whoever reaches it. Made-up agencies harm nobody
(``wholepicture_bus.exposure`` has the rule for every client, which knows no agreement).
"""

from wholepicture_agreement import Agreement
from wholepicture_bus.addresses import addresses
from wholepicture_bus.errors import StopError
from wholepicture_bus.security import security


def require_safe(bootstrap: str, agreement: Agreement, *, in_container: bool | None = None) -> None:
    """Refuse an exposed broker while real agencies take part.

    A bare host name counts as another container's only where this process runs in one itself.

    Raises:
        StopError: with what to do.
    """
    if all(agency.synthetic for agency in agreement.agencies.values()) or security().protected:
        return
    if not all(server.is_private(in_container=in_container) for server in addresses(bootstrap)):
        raise StopError(
            "Real agencies take part, and this broker is elsewhere and lets anybody in who reaches "
            "it. Use one with TLS and users (KAFKA_SECURITY_PROTOCOL=SASL_SSL) or client "
            "certificates (KAFKA_SSL_CERTFILE), use 127.0.0.1, or set synthetic = true for every "
            "agency."
        )
