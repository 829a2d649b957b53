"""Where Kafka and the database are, for a command: as set, else the ones of this machine."""

from wholepicture_bus.errors import StopError
from wholepicture_bus.local.folders import KAFKA_FOLDER
from wholepicture_bus.settings import Settings
from wholepicture_bus.store import Database

DATABASE_FILE = "wholepicture.db"


def bootstrap(settings: Settings | None = None) -> str:
    """The brokers' addresses.

    Raises:
        StopError: none is set and no local broker runs.
    """
    told = settings or Settings()
    if told.bootstrap:
        return told.bootstrap
    from wholepicture_bus.local import LocalBroker, LocalBrokerError

    try:
        return LocalBroker.attach(told.data / KAFKA_FOLDER).bootstrap
    except LocalBrokerError:
        raise StopError(
            "No Kafka is running here. Start everything: wholepicture up. "
            "Or say where it is: KAFKA_BOOTSTRAP_SERVERS=host:port."
        ) from None


def database(settings: Settings | None = None) -> Database:
    """The database, with its tables made."""
    told = settings or Settings()
    found = Database(database_address(told))
    found.make_tables()
    return found


def database_of_a_stage(settings: Settings) -> Database:
    """The database as a stage works on it, which makes the tables itself once it answers."""
    return Database(database_address(settings), patience=settings.database_patience)


def database_address(settings: Settings) -> str:
    """Where the database is: as set, else a file in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data / DATABASE_FILE}"
