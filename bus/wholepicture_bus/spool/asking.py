"""What is asked of a spool as it stands: how much waits in it, and what an export has said."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import unpacked
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.spool.rows import time_of
from wholepicture_bus.spool.said import Said, Saying, first_saying
from wholepicture_bus.spool.tables import HELD_BEHIND


def waiting(spool: Spool) -> tuple[int, datetime | None]:
    """How many records wait, and since when the oldest does; what is sent already is not counted.

    A correction that waits for an event which Kafka refused is no sign that Kafka is away.
    """
    with spool.reading() as database:
        count, oldest = database.execute(
            "SELECT count(*), min(appended) FROM outgoing "  # noqa: S608
            f"WHERE sent IS NULL AND refused = 0 AND ({HELD_BEHIND}) IS NOT TRUE"
        ).fetchone()
    return count, time_of(oldest)


def last_said(spool: Spool, event: str) -> Said | None:
    """What the last export said of an event; None where it was never published from here."""
    with spool.reading() as database:
        found = database.execute(
            "SELECT digest, document FROM said WHERE event = ? ORDER BY number DESC LIMIT 1",
            (event,),
        ).fetchone()
        if found is None:
            first = first_saying(database, event)
            return None if first is None else Said(event, first.digest, first)
    digest, document = found
    return Said(event, digest, Saying(*json.loads(document)) if document is not None else None)


def was_said(spool: Spool, event: str, saying: Saying) -> bool:
    """Whether an export has ever said this of the event."""
    with spool.reading() as database:
        found = database.execute(
            "SELECT 1 FROM said WHERE event = ? AND digest = ?", (event, saying.digest)
        ).fetchone()
        first = None if found else first_saying(database, event)
    return found is not None or (first is not None and first.digest == saying.digest)


@dataclass(frozen=True, slots=True)
class SaidUnder:
    """One event of a key: its type, what was said of it last, and whether another amends it."""

    type: str
    said: Said
    amended: bool


def said_under(spool: Spool, key: str) -> Iterator[SaidUnder]:
    """What the last export said of each event that has this key, in order.

    What amends another event is none of them.
    """
    with spool.reading() as database:
        rows = database.execute(
            "SELECT event, headers, EXISTS "
            "(SELECT 1 FROM outgoing AS other WHERE other.amends = outgoing.event) "
            "FROM outgoing WHERE key = ? AND amends IS NULL ORDER BY position",
            (key.encode(),),
        ).fetchall()
    for event, headers, amended in rows:
        said = last_said(spool, event)
        if said is not None:
            kind = attributes_of(unpacked(headers)).get("type", "")
            yield SaidUnder(kind, said, bool(amended))


def keys(spool: Spool) -> Sequence[str]:
    """Every key that events have which amend no other."""
    with spool.reading() as database:
        rows = database.execute(
            "SELECT DISTINCT key FROM outgoing WHERE amends IS NULL AND key IS NOT NULL"
        ).fetchall()
    return [key.decode() for (key,) in rows]
