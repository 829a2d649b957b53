"""Lookups among the records of a spool: by receipt, by day, by the event that they amend.

Sent records stay in the spool's file, unchanged, until they are pruned.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.identifiers import EventId

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import unpacked
from wholepicture_bus.spool.errors import SpoolUnavailable
from wholepicture_bus.spool.rows import Receipt, SpooledRecord, receipt_of, row_of, time_of
from wholepicture_bus.spool.tables import COLUMNS, RECEIPT


class History:
    """Reads a spool's file while other processes append and send."""

    def __init__(self, spool: Path) -> None:
        self._path = spool

    def beginning(self, text: str) -> tuple[EventId, ...]:
        """The events whose ids begin with a text, those among them that were given up."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT event FROM outgoing WHERE substr(event, 1, ?1) = ?2 UNION "
                "SELECT event FROM dropped WHERE substr(event, 1, ?1) = ?2 ORDER BY event",
                (len(text), text),
            ).fetchall()
        return tuple(EventId(event) for (event,) in rows)

    def amending(self, event: str) -> tuple[SpooledRecord, ...]:
        """The corrections and retractions of an event, in the order in which they were appended.

        A correction of one of its corrections corrects the event further, and is among them.
        """
        with self._reading() as database:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM outgoing WHERE amends = ? ORDER BY position",  # noqa: S608
                (event,),
            ).fetchall()
        return tuple(_of_the_event(event, map(row_of, rows)))

    def amendments(self) -> dict[str, tuple[SpooledRecord, ...]]:
        """All corrections and retractions, by the event that they amend, as ``amending``."""
        found: dict[str, list[SpooledRecord]] = {}
        with self._reading() as database:
            for columns in database.execute(
                f"SELECT {COLUMNS} FROM outgoing WHERE amends IS NOT NULL ORDER BY position"  # noqa: S608
            ):
                row = row_of(columns)
                found.setdefault(str(row.amends), []).append(row)
        return {event: tuple(_of_the_event(event, rows)) for event, rows in found.items()}

    def events(self) -> Iterator[tuple[SpooledRecord, Receipt]]:
        """Each record that is no correction and takes nothing back, with its receipt, in order."""
        with self._reading() as database:
            for row in database.execute(
                f"SELECT {COLUMNS}, {RECEIPT} FROM outgoing "  # noqa: S608
                "WHERE amends IS NULL ORDER BY position"
            ):
                yield row_of(row[:8]), receipt_of(row[8:])

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


def _of_the_event(event: str, rows: Iterable[SpooledRecord]) -> Iterator[SpooledRecord]:
    """What amends the event itself; a retraction of one of its corrections does not."""
    for row in rows:
        is_correction = attributes_of(row.outgoing.headers).get("type") == Correction.TYPE
        if is_correction or _names(row) == event:
            yield row


def _names(row: SpooledRecord) -> str | None:
    try:
        detail = json.loads(row.outgoing.value or b"{}")["detail"]
        return str(detail.get("corrects") or detail.get("retracts"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
