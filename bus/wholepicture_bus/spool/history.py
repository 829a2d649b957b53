"""Lookups among the records of a spool: by receipt, by day, by the event that they amend.

Sent records stay in the spool's file, unchanged, until they are pruned.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.catalogue import AMENDING
from wholepicture_schemas.identifiers import EventId

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import unpacked
from wholepicture_bus.spool.errors import SpoolUnavailable
from wholepicture_bus.spool.rows import SpooledRecord, row_of, time_of
from wholepicture_bus.spool.tables import COLUMNS


class History:
    """Reads a spool's file while other processes append and send."""

    def __init__(self, spool: Path) -> None:
        self._path = spool

    def beginning(self, text: str) -> tuple[EventId, ...]:
        """The events whose ids begin with a text."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT DISTINCT event FROM outgoing WHERE substr(event, 1, ?) = ? ORDER BY event",
                (len(text), text),
            ).fetchall()
        return tuple(EventId(event) for (event,) in rows)

    def amending(self, event: str) -> tuple[SpooledRecord, ...]:
        """The corrections and retractions of an event, in the order in which they were appended.

        A correction of one of its corrections corrects the event further, and is among them.
        """
        with self._reading() as database:
            found = {row.event: row for row in _naming(database, event, tuple(AMENDING))}
            left = list(found)
            while left:
                further = _naming(database, left.pop(), (Correction.TYPE,))
                new = {row.event: row for row in further if row.event not in {event, *found}}
                found |= new
                left += new
        return tuple(sorted(found.values(), key=lambda row: row.position))

    def last_sent(self, topic: str) -> datetime | None:
        """When Kafka last took a record for a topic, by this machine's clock; None where none."""
        with self._reading() as database:
            (last,) = database.execute(
                "SELECT max(sent) FROM outgoing WHERE topic = ?", (topic,)
            ).fetchone()
        return time_of(last)

    def sent_between(
        self, topic: str, since: datetime, until: datetime
    ) -> Iterator[tuple[EventId, dict[str, str]]]:
        """Each event that Kafka took in a span of time, with its attributes, in order."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT event, headers FROM outgoing "
                "WHERE topic = ? AND sent >= ? AND sent < ? ORDER BY position",
                (topic, since.timestamp(), until.timestamp()),
            )
            for event, headers in rows:
                yield EventId(event), attributes_of(unpacked(headers))

    def newest(self, topic: str) -> SpooledRecord | None:
        """The record that was appended last for a topic."""
        with self._reading() as database:
            row = database.execute(
                f"SELECT {COLUMNS} FROM outgoing WHERE topic = ? "  # noqa: S608 - likewise
                "ORDER BY position DESC LIMIT 1",
                (topic,),
            ).fetchone()
        return row_of(row) if row else None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as database:
                yield database
        except sqlite3.Error as error:
            raise SpoolUnavailable(
                f"The spool {self._path} cannot be read ({type(error).__name__})."
            ) from None


def _naming(database: sqlite3.Connection, event: str, kinds: Sequence[str]) -> list[SpooledRecord]:
    """The records of these types that name an event as what they correct or take back."""
    rows = database.execute(
        f"SELECT {COLUMNS} FROM outgoing "  # noqa: S608 - names of columns only
        f"WHERE ({' OR '.join('instr(headers, ?) > 0' for _ in kinds)}) "
        "AND instr(CAST(value AS TEXT), ?) > 0",
        (*kinds, event),
    ).fetchall()
    found = [row_of(row) for row in rows]
    return [row for row in found if _amends(row) == event]


def _amends(row: SpooledRecord) -> str | None:
    try:
        detail = json.loads(row.outgoing.value or b"{}")["detail"]
        return str(detail.get("corrects") or detail.get("retracts"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
