"""A container's health check: whether this machine has a living member of a stage.

A member renews its lease in the database every few seconds, from the loop that does the work. A
lease that still runs shows that the loop runs and that the database answers. A process that hangs,
or that stopped for a person, has no such lease. A member that waits for Kafka counts as living: it
keeps its lease, and goes on by itself.

The check runs every few seconds on every machine, so this module imports little: neither the
agreement nor the schemas. What it reads is ``wholepicture_engine.store.tables.SLOT``.
"""

import socket
import sys
import time

from sqlalchemy import NullPool, column, create_engine, make_url, select, table
from sqlalchemy.exc import SQLAlchemyError
from wholepicture_bus.settings import Settings

_SLOT = table("slot", column("stage"), column("owner"), column("until"))


def main(stage: str) -> int:
    """The exit code: 0 where a member lives here; 1, with a sentence, where none does."""
    url = Settings().database_url
    if url is None:
        sys.stderr.write("DATABASE_URL is not set. On one machine ask: wholepicture status.\n")
        return 1
    try:
        living = members_here(url, stage)
    except SQLAlchemyError as error:
        sys.stderr.write(f"The database does not answer ({type(error).__name__}).\n")
        return 1
    if not living:
        sys.stderr.write(f"No member of stage {stage} works on this machine.\n")
    return 0 if living else 1


def members_here(database_url: str, stage: str) -> int:
    """How many members of a stage on this machine hold a lease that still runs."""
    url = make_url(database_url)
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    living = select(_SLOT.c.owner).where(
        _SLOT.c.stage == stage,
        _SLOT.c.until > time.time(),
        _SLOT.c.owner.startswith(f"{socket.gethostname()}:", autoescape=True),
    )
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        return len(connection.execute(living).all())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
