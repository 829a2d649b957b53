"""The subscriber's own record: one SQLite file of items, of what is handled and of replies.

A delivery and the position behind it are written in one transaction. So neither a crash nor a
repeat on the topic keeps an item twice. The caller may have tables of its own in the same file, and
write them in the transaction that marks an item as handled. The kit's tables begin with
``subscription_``.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from wholepicture_bus.errors import StopError
from wholepicture_bus.header_text import packed, unpacked
from wholepicture_bus.records import Place, Record
from wholepicture_schemas.identifiers import EventId, RecipientId

from wholepicture_subscribers.subscription.errors import AlreadyHandled, NotInTheRecord
from wholepicture_subscribers.subscription.replies import TABLE, Replies

_TABLES = """
CREATE TABLE IF NOT EXISTS subscription_about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscription_position (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, topic_id TEXT NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (topic, partition));
CREATE TABLE IF NOT EXISTS subscription_delivery (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
    handed INTEGER NOT NULL DEFAULT 0, topic TEXT NOT NULL, topic_id TEXT NOT NULL,
    partition INTEGER NOT NULL, "offset" INTEGER NOT NULL, appended TEXT NOT NULL,
    key BLOB, headers TEXT NOT NULL, value BLOB,
    UNIQUE (source, id));
CREATE INDEX IF NOT EXISTS subscription_waiting ON subscription_delivery (state, number);
"""
_COLUMNS = (
    'number, state, handed, topic, topic_id, partition, "offset", appended, key, headers, value, id'
)
_Row = tuple[int, str, int, str, str, int, int, str, bytes | None, str, bytes | None, str]


class ItemState(StrEnum):
    """How far an item has come."""

    WAITING = "waiting"
    HANDLED = "handled"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as the record holds it; ``number`` is its place in the order of arrival."""

    number: int
    id: EventId
    state: ItemState
    handed: int
    """How often it has been handed to the caller."""
    record: Record


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading goes on in one partition of a topic."""

    topic: str
    partition: int
    topic_id: str
    next: int


class SubscriptionRecord:
    """The record of one recipient, for one thread; a new file is readable by its owner only."""

    def __init__(self, file: Path, recipient: RecipientId) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self.connection = sqlite3.connect(file, isolation_level=None, timeout=30)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.replies = Replies(self.connection)
        """What was answered."""
        with self.writing():
            for statement in (_TABLES + TABLE).split(";\n"):
                self.connection.execute(statement)
            self._belongs_to(recipient)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, committed at the end of the block, rolled back by an exception.

        Inside another one it is a part of that.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def positions(self) -> dict[tuple[str, int], Position]:
        """Where reading goes on, by topic and partition; empty before the first start."""
        rows = self.connection.execute(
            "SELECT topic, partition, topic_id, next FROM subscription_position"
        )
        return {
            (topic, partition): Position(topic, partition, *rest)
            for topic, partition, *rest in rows
        }

    def keep_positions(self, positions: Iterable[Position]) -> None:
        """Where reading goes on from now; part of a transaction that is open."""
        self.connection.executemany(
            "INSERT INTO subscription_position VALUES (?, ?, ?, ?) ON CONFLICT (topic, partition)"
            " DO UPDATE SET topic_id = excluded.topic_id, next = excluded.next",
            [(at.topic, at.partition, at.topic_id, at.next) for at in positions],
        )

    def keep(self, source: str, event_id: EventId, record: Record, state: ItemState) -> bool:
        """Keep an item, unless it is kept already; False for a repeat.

        A readable copy replaces an item that could not be read.
        """
        place = record.place
        row = (
            source, event_id, state, place.topic, place.topic_id, place.partition, place.offset,
            record.appended.isoformat(), record.key, packed(record.headers), record.value,
        )  # fmt: skip
        changed = self.connection.execute(
            "INSERT INTO subscription_delivery (source, id, state, topic, topic_id, partition,"
            ' "offset", appended, key, headers, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
            " ON CONFLICT (source, id) DO UPDATE SET state = excluded.state, key = excluded.key,"
            " headers = excluded.headers, value = excluded.value"
            " WHERE state = 'unreadable' AND excluded.state = 'waiting'",
            row,
        )
        return changed.rowcount > 0

    def next_waiting(self, topics: Sequence[str]) -> Kept | None:
        """The first item of these topics that is not handled yet; None where there is none."""
        marks = ", ".join("?" * len(topics))
        row = self.connection.execute(
            f"SELECT {_COLUMNS} FROM subscription_delivery WHERE state = 'waiting'"  # noqa: S608 - question marks only
            f" AND topic IN ({marks}) ORDER BY number LIMIT 1",
            tuple(topics),
        ).fetchone()
        return _kept(row) if row else None

    def unreadable(self) -> tuple[Kept, ...]:
        """The items that could not be read, in the order of arrival."""
        return self._all("WHERE state = 'unreadable' ORDER BY number")

    def everything(self) -> tuple[Kept, ...]:
        """All items, in the order of arrival."""
        return self._all("ORDER BY number")

    def naming(self, item: EventId) -> tuple[Kept, ...]:
        """The item of this id and those whose content has the id in it, in the order of arrival."""
        condition = "WHERE id = ? OR instr(value, CAST(? AS BLOB)) > 0 ORDER BY number"
        return self._all(condition, (item, item))

    def amending(self, texts: Sequence[str]) -> tuple[Kept, ...]:
        """The items that amend another and have one of these texts in them, in order of arrival."""
        one = "instr(value, CAST(? AS BLOB)) > 0"
        either = " OR ".join([one] * len(texts))
        condition = f"WHERE ({one} OR {one}) AND ({either or 'FALSE'}) ORDER BY number"
        return self._all(condition, ('"amends":{', '"amends": {', *texts))

    def find(self, beginning: str) -> Kept:
        """The one item whose id begins so.

        Raises:
            NotInTheRecord: there is none, or more than one.
        """
        pattern = beginning.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        matching = self._all("WHERE id LIKE ? ESCAPE '!' ORDER BY number LIMIT 2", (pattern,))
        exact = [kept for kept in matching if kept.id == beginning]
        if len(exact or matching) == 1:
            return (exact or list(matching))[0]
        count = "more than one item" if matching else "no item"
        raise NotInTheRecord(f"The record holds {count} whose id begins with {beginning}.")

    def handing_over(self, number: int) -> None:
        """Count an attempt before an item is handed over."""
        self.connection.execute(
            "UPDATE subscription_delivery SET handed = handed + 1 WHERE number = ?", (number,)
        )

    def mark(self, number: int, state: ItemState) -> None:
        """Say how far an item has come."""
        self.connection.execute(
            "UPDATE subscription_delivery SET state = ? WHERE number = ?", (state, number)
        )

    def mark_handled(self, number: int) -> None:
        """Say that an item is handled, once.

        Raises:
            AlreadyHandled: it was.
        """
        changed = self.connection.execute(
            "UPDATE subscription_delivery SET state = 'handled'"
            " WHERE number = ? AND state <> 'handled'",
            (number,),
        )
        if changed.rowcount == 0:
            raise AlreadyHandled("This item is handled already; its transaction is used once.")

    def is_handled(self, number: int) -> bool:
        """Whether an item is handled."""
        row = self.connection.execute(
            "SELECT state = 'handled' FROM subscription_delivery WHERE number = ?", (number,)
        ).fetchone()
        return bool(row and row[0])

    def _belongs_to(self, recipient: RecipientId) -> None:
        self.connection.execute(
            "INSERT OR IGNORE INTO subscription_about VALUES ('recipient', ?)", (recipient,)
        )
        (owner,) = self.connection.execute(
            "SELECT value FROM subscription_about WHERE name = 'recipient'"
        ).fetchone()
        if owner != recipient:
            raise StopError(
                f"The record {self.file} belongs to {owner}, not to {recipient}."
                " Give this subscription a record of its own."
            )

    def _all(self, condition: str, values: tuple[str, ...] = ()) -> tuple[Kept, ...]:
        rows = self.connection.execute(
            f"SELECT {_COLUMNS} FROM subscription_delivery {condition}",  # noqa: S608 - our own text
            values,
        )
        return tuple(_kept(row) for row in rows)


def _kept(row: _Row) -> Kept:
    (
        number,
        state,
        handed,
        topic,
        topic_id,
        partition,
        offset,
        appended,
        key,
        headers,
        value,
        name,
    ) = row
    place = Place(topic, topic_id, partition, offset)
    record = Record(place, key, value, unpacked(headers), datetime.fromisoformat(appended))
    return Kept(number, EventId(name), ItemState(state), handed, record)
