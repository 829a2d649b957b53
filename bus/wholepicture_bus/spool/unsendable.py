"""What becomes of an event that Kafka refused: another one in its place, or given up for a reason.

Kafka never took it, so nobody was told of it: it is replaced under its own id, and not corrected.
"""

from datetime import UTC, datetime

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool.appending import check, replace_one
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.topics import INPUT_BYTES


def replace(spool: Spool, outgoing: Outgoing) -> bool:
    """Put a record in the place of one with its id that Kafka refused; whether there is one.

    Raises:
        NotAppended: where it could not be sent either.
        SpoolUnavailable: where the file cannot be written.
    """
    check(outgoing, INPUT_BYTES)
    event = attributes_of(outgoing.headers)["id"]
    with spool.transaction() as database:
        found = replace_one(database, outgoing, datetime.now(UTC))
        if found:
            database.execute("DELETE FROM said WHERE event = ?", (event,))
    return found


def drop(spool: Spool, event: str, because: str) -> tuple[str, ...]:
    """Give up an event that Kafka refused, with what amends it; the ids of what is removed.

    Nothing is removed, and the answer is empty, where Kafka did not refuse it.
    """
    with spool.transaction() as database:
        refused = database.execute(
            "SELECT event FROM outgoing WHERE event = ? AND refused = 1 AND sent IS NULL", (event,)
        ).fetchall()
        amending = database.execute(
            "SELECT event FROM outgoing WHERE amends = ? AND sent IS NULL", (event,)
        ).fetchall()
        if not refused:
            return ()
        removed = [*refused, *amending]
        database.executemany("DELETE FROM outgoing WHERE event = ? AND sent IS NULL", removed)
        database.executemany("DELETE FROM said WHERE event = ?", removed)
        at = datetime.now(UTC).timestamp()
        database.executemany(
            "INSERT OR REPLACE INTO dropped (event, because, at) VALUES (?, ?, ?)",
            [(dropped, because, at) for (dropped,) in removed],
        )
    return tuple(dropped for (dropped,) in removed)


def why_dropped(spool: Spool, event: str) -> str | None:
    """Why an event was given up; None where it was not."""
    with spool.reading() as database:
        found = database.execute("SELECT because FROM dropped WHERE event = ?", (event,)).fetchone()
    return found[0] if found else None
