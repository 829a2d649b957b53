"""Records on their way into the spool: checked first, then appended or replaced by their id."""

import re
import sqlite3
from datetime import datetime

from wholepicture_schemas.identifiers import EventId

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import packed
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool.errors import NotAppended, SaidOtherwise, TooLarge
from wholepicture_bus.spool.rows import Receipt, digest_of, receipt_of, size_of
from wholepicture_bus.spool.tables import RECEIPT, amended_by

_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")


def check(outgoing: Outgoing, most_bytes: int) -> None:
    """Refuse a record that could never be sent.

    Raises:
        NotAppended: for its topic's name, its missing id or its size.
    """
    if not _TOPIC.fullmatch(outgoing.topic):
        raise NotAppended("A record for a topic whose name Kafka does not allow.")
    if "id" not in attributes_of(outgoing.headers):
        raise NotAppended(f"A record for {outgoing.topic} without an event id (ce_id).")
    size = size_of(outgoing)
    if size > most_bytes:
        raise TooLarge(size, most_bytes)


def append_one(database: sqlite3.Connection, outgoing: Outgoing, appended: datetime) -> EventId:
    """The id of a record that is appended now, or was with the same content.

    Raises:
        SaidOtherwise: where its id stands for another content.
    """
    attributes = attributes_of(outgoing.headers)
    event = EventId(attributes["id"])
    headers = packed(outgoing.headers)
    digest = digest_of(outgoing, headers)
    found = database.execute(
        "SELECT digest FROM outgoing WHERE topic = ? AND event = ?", (outgoing.topic, event)
    ).fetchone()
    if found is None:
        database.execute(
            "INSERT INTO outgoing "
            "(topic, event, partition, key, value, headers, digest, appended, amends) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                outgoing.topic,
                event,
                outgoing.partition,
                outgoing.key,
                outgoing.value,
                headers,
                digest,
                appended.timestamp(),
                amended_by(database, attributes, outgoing.value),
            ),
        )
        database.execute("DELETE FROM dropped WHERE event = ?", (event,))
    elif found[0] != digest:
        raise SaidOtherwise(event)
    return event


def replace_one(database: sqlite3.Connection, outgoing: Outgoing, appended: datetime) -> bool:
    """Put a record in the place of one of its id that Kafka refused; whether there is one."""
    event = attributes_of(outgoing.headers)["id"]
    headers = packed(outgoing.headers)
    return bool(
        database.execute(
            "UPDATE outgoing SET key = ?, value = ?, headers = ?, digest = ?, appended = ?, "
            "attempts = 0, refused = 0, error = NULL "
            "WHERE topic = ? AND event = ? AND sent IS NULL AND refused = 1",
            (
                outgoing.key,
                outgoing.value,
                headers,
                digest_of(outgoing, headers),
                appended.timestamp(),
                outgoing.topic,
                event,
            ),
        ).rowcount
    )


def receipt_in(database: sqlite3.Connection, topic: str, event: EventId) -> Receipt:
    """The receipt of a record that is there."""
    return receipt_of(
        database.execute(
            f"SELECT {RECEIPT} FROM outgoing WHERE topic = ? AND event = ?",  # noqa: S608
            (topic, event),
        ).fetchone()
    )
