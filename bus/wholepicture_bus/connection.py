"""Where Kafka is, for a command: as set, else the one of this machine."""

from typing import TYPE_CHECKING

from wholepicture_bus.addresses import Address, addresses
from wholepicture_bus.errors import StopError

if TYPE_CHECKING:
    from wholepicture_bus.security import Security
    from wholepicture_bus.settings import Settings


def bootstrap(settings: "Settings | None" = None) -> str:
    """The brokers' addresses.

    Raises:
        StopError: none is set and no local broker runs, or no client may be made by what is set.
    """
    from wholepicture_bus.settings import Settings

    told = settings or Settings()
    if told.bootstrap:
        servers, _ = checked(told.bootstrap)
        return ",".join(str(server) for server in servers)
    from wholepicture_bus.local import LocalBroker, LocalBrokerError
    from wholepicture_bus.local.folders import KAFKA_FOLDER

    try:
        return LocalBroker.attach(told.data / KAFKA_FOLDER).bootstrap
    except LocalBrokerError:
        raise StopError(
            "No Kafka is running here. Start everything: wholepicture up; Kafka alone, such as "
            "for wholepicture recover: wholepicture kafka start. Or say where it is: "
            "KAFKA_BOOTSTRAP_SERVERS=host:port."
        ) from None


def checked(bootstrap: str) -> "tuple[tuple[Address, ...], Security]":
    """The addresses, and how a connection to them is protected; nothing is sent.

    Raises:
        StopError: an address or a setting is wrong, or something would go in the clear that may
            not; the sentence says what to write.
    """
    from wholepicture_bus.exposure import refuse_exposed
    from wholepicture_bus.security import security

    servers, protection = addresses(bootstrap), security()
    refuse_exposed(servers, protection)
    protection.client_settings()
    return servers, protection
