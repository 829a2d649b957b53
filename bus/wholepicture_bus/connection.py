"""Where Kafka is, for a command: as set, else the one of this machine."""

from wholepicture_bus.errors import StopError
from wholepicture_bus.settings import Settings


def bootstrap(settings: Settings | None = None) -> str:
    """The brokers' addresses.

    Raises:
        StopError: none is set and no local broker runs.
    """
    told = settings or Settings()
    if told.bootstrap:
        return told.bootstrap
    from wholepicture_bus.local import LocalBroker, LocalBrokerError
    from wholepicture_bus.local.folders import KAFKA_FOLDER

    try:
        return LocalBroker.attach(told.data / KAFKA_FOLDER).bootstrap
    except LocalBrokerError:
        raise StopError(
            "No Kafka is running here. Start everything: wholepicture up. "
            "Or say where it is: KAFKA_BOOTSTRAP_SERVERS=host:port."
        ) from None
