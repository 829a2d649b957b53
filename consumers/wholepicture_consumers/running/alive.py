"""Whether this machine has a living member of a stage: what a container's health check asks.

A member renews its lease in the database every few seconds, from the loop that does the work. So a
lease that still runs says that the loop goes round and that the database answers; a process that
hangs, or that waits for a person, has none. Kafka's absence is not this member's illness: it waits,
keeps its lease, and goes on by itself.
"""

import socket
import sys
import time
from contextlib import closing
from typing import Annotated

import typer
from sqlalchemy import select
from wholepicture_bus.connection import database
from wholepicture_bus.errors import BusError
from wholepicture_bus.store import Database
from wholepicture_bus.store.tables import SLOT


def alive(
    stage: Annotated[str, typer.Argument(help="The stage: intake or picture.")],
) -> None:
    """Say whether this machine has a living member of a stage. Exit code 1 when it has none."""
    raise typer.Exit(main(stage))


def main(stage: str) -> int:
    """The exit code: 0 where a member lives, 1 with a sentence where none does."""
    try:
        with closing(database()) as found:
            living = members_here(found, stage)
    except BusError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not living:
        sys.stderr.write(f"No member of stage {stage} works on this machine.\n")
    return 0 if living else 1


def members_here(database: Database, stage: str) -> int:
    """How many members of a stage on this machine hold a lease that still runs."""
    here = f"{socket.gethostname()}:"
    with database.transaction() as transaction:
        owners = transaction.connection.execute(
            select(SLOT.c.owner).where(
                SLOT.c.stage == stage,
                SLOT.c.until > time.time(),
                SLOT.c.owner.startswith(here, autoescape=True),
            )
        ).all()
    return len(owners)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
