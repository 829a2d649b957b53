"""Where the database is, for a command: as set, else the one of this machine."""

from wholepicture_bus.settings import Settings

from wholepicture_engine.store import Database

DATABASE_FILE = "wholepicture.db"


def database(settings: Settings | None = None) -> Database:
    """The database, with its tables made."""
    told = settings or Settings()
    opened = Database(database_address(told))
    opened.make_tables()
    return opened


def database_of_a_stage(settings: Settings) -> Database:
    """The database as a stage works on it, which makes the tables itself once it answers."""
    return Database(database_address(settings), patience=settings.database_patience)


def database_address(settings: Settings) -> str:
    """Where the database is: as set, else a file in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data / DATABASE_FILE}"
