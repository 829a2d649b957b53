"""The spool's file: records in the order in which they were appended, each with its status.

A record is appended once its transaction is on the disk (synchronous=FULL). It is sent once Kafka
has acknowledged it. Sent records stay until they are pruned, so that receipts can be looked up.
"""

import os
import re
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wholepicture_schemas.identifiers import EventId

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import packed
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool.errors import NotAppended, SaidOtherwise, SpoolUnavailable, TooLarge
from wholepicture_bus.spool.rows import (
    Counts,
    Receipt,
    SpooledRecord,
    digest_of,
    receipt_of,
    row_of,
    size_of,
    time_of,
)
from wholepicture_bus.spool.tables import COLUMNS, RECEIPT, TABLES
from wholepicture_bus.spool.troubles import sentence
from wholepicture_bus.steps import reached
from wholepicture_bus.topics import INPUT_BYTES

_FORMAT = 1
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
_ROWS_AT_ONCE = 500


class Spool:
    """An ordered, append-only file of records. Threads and processes may share it."""

    def __init__(
        self,
        path: Path,
        *,
        most_bytes: int = INPUT_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path = path
        self._most_bytes = most_bytes
        self._now = now
        self._one_at_a_time = threading.RLock()
        with _told_as_unavailable(path):
            self._open(path)

    def append(self, outgoings: Sequence[Outgoing]) -> tuple[Receipt, ...]:
        """The receipts of the records, in order, once all of them are on the disk.

        Appending is idempotent: a record whose id and bytes are here already gives its first
        receipt, and is not sent twice.

        Raises:
            NotAppended: where one of them cannot be sent ever; then none of them was appended.
            SpoolUnavailable: where the file cannot be written; likewise.
        """
        for outgoing in outgoings:
            self._check(outgoing)
        appended = self._now()
        with self._transaction() as database:
            events = [_append_one(database, outgoing, appended) for outgoing in outgoings]
            receipts = [
                _receipt(database, outgoing.topic, event)
                for outgoing, event in zip(outgoings, events, strict=True)
            ]
        reached("spool-appended")
        return tuple(receipts)

    def unsent(
        self,
        limit: int = _ROWS_AT_ONCE,
        *,
        most_bytes: int | None = None,
        without: Collection[str] = (),
    ) -> tuple[SpooledRecord, ...]:
        """The oldest waiting records in order, of all topics but those in ``without``.

        At most ``limit`` records and ``most_bytes``, and at least one where any is waiting.
        """
        topics = tuple(without)
        query = (
            f"SELECT {COLUMNS} FROM outgoing WHERE sent IS NULL AND refused = 0 "  # noqa: S608 - marks only
            f"AND topic NOT IN ({', '.join('?' * len(topics))}) ORDER BY position LIMIT ?"
        )
        found: list[SpooledRecord] = []
        size = 0
        with self._reading() as database:
            rows = database.execute(query, (*topics, limit))
            for row in rows:
                made = row_of(row)
                size += made.size
                if found and most_bytes is not None and size > most_bytes:
                    break
                found.append(made)
        return tuple(found)

    def counts(self) -> Counts:
        """How many records wait, were sent and were refused, and the troubles of those not sent."""
        with self._reading() as database:
            waiting, refused, oldest = database.execute(
                "SELECT coalesce(sum(refused = 0), 0), coalesce(sum(refused = 1), 0), "
                "min(CASE WHEN refused = 0 THEN appended END) FROM outgoing WHERE sent IS NULL"
            ).fetchone()
            (sent,) = database.execute(
                "SELECT count(*) FROM outgoing WHERE sent IS NOT NULL"
            ).fetchone()
            troubles = database.execute(
                "SELECT topic, error, count(*) FROM outgoing WHERE sent IS NULL "
                "AND error IS NOT NULL GROUP BY topic, error ORDER BY min(position)"
            ).fetchall()
        return Counts(
            waiting=waiting,
            sent=sent,
            refused=refused,
            oldest_waiting=time_of(oldest),
            troubles=tuple(sentence(topic, error) for topic, error, _ in troubles),
        )

    def receipt(self, event: str) -> Receipt | None:
        """The receipt of an event as it stands now; None where the spool does not know it."""
        with self._reading() as database:
            found = database.execute(
                f"SELECT {RECEIPT} FROM outgoing WHERE event = ? ORDER BY position",  # noqa: S608
                (event,),
            ).fetchone()
        return receipt_of(found) if found else None

    def row(self, event: str) -> SpooledRecord | None:
        """The record of an event; None where the spool does not know it, or no longer."""
        with self._reading() as database:
            found = database.execute(
                f"SELECT {COLUMNS} FROM outgoing WHERE event = ? ORDER BY position",  # noqa: S608
                (event,),
            ).fetchone()
        return row_of(found) if found else None

    def mark_sent(self, rows: Iterable[SpooledRecord]) -> None:
        """Mark these records as acknowledged by Kafka."""
        now = self._now().timestamp()
        with self._transaction() as database:
            database.executemany(
                "UPDATE outgoing SET sent = ?, attempts = attempts + 1, error = NULL "
                "WHERE position = ? AND sent IS NULL",
                [(now, row.position) for row in rows],
            )
        reached("spool-marked")

    def mark_failed(
        self, rows: Iterable[SpooledRecord], error: str, *, refused: bool = False
    ) -> None:
        """Note the class of the error of these records; refused records are not tried again."""
        with self._transaction() as database:
            database.executemany(
                "UPDATE outgoing SET attempts = attempts + 1, error = ?, refused = ? "
                "WHERE position = ? AND sent IS NULL",
                [(error, refused, row.position) for row in rows],
            )

    def again(self, event: str) -> bool:
        """Make the record of an event wait again, unchanged; whether the spool has it."""
        with self._transaction() as database:
            found = database.execute(
                "UPDATE outgoing SET sent = NULL, refused = 0, error = NULL WHERE event = ?",
                (event,),
            ).rowcount
        return found > 0

    def prune(self, before: datetime) -> int:
        """Remove the records that were sent before this time; how many they were.

        A pruned id is forgotten: the same event appended again would be sent again.
        """
        with self._transaction() as database:
            removed = database.execute(
                "DELETE FROM outgoing WHERE sent IS NOT NULL AND sent < ?", (before.timestamp(),)
            ).rowcount
        with self._reading() as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return removed

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        with self._one_at_a_time:
            self._database.close()

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._database = sqlite3.connect(
            path, timeout=30, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                self._database.execute(f"PRAGMA {pragma}").fetchall()
            _require_known_format(self._database, path)
            self._database.executescript(TABLES)
            self._database.execute(f"PRAGMA user_version = {_FORMAT}")
        except BaseException:
            self._database.close()
            raise

    def _check(self, outgoing: Outgoing) -> None:
        if not _TOPIC.fullmatch(outgoing.topic):
            raise NotAppended("A record for a topic whose name Kafka does not allow.")
        if "id" not in attributes_of(outgoing.headers):
            raise NotAppended(f"A record for {outgoing.topic} without an event id (ce_id).")
        size = size_of(outgoing)
        if size > self._most_bytes:
            raise TooLarge(
                f"The event has {size:,} bytes and at most {self._most_bytes:,} can be sent: "
                "shorten its texts, or tell it in several events."
            )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._one_at_a_time, _told_as_unavailable(self.path):
            yield self._database

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise


@contextmanager
def _told_as_unavailable(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise SpoolUnavailable(
            f"The spool {path} cannot be used ({type(error).__name__}): "
            "check that the disk has room and that this user may write there."
        ) from None


def _require_known_format(database: sqlite3.Connection, path: Path) -> None:
    (found,) = database.execute("PRAGMA user_version").fetchone()
    if found not in {0, _FORMAT}:
        raise SpoolUnavailable(f"{path} was written by a newer version of Whole Picture.")


def _append_one(database: sqlite3.Connection, outgoing: Outgoing, appended: datetime) -> EventId:
    event = EventId(attributes_of(outgoing.headers)["id"])
    headers = packed(outgoing.headers)
    digest = digest_of(outgoing, headers)
    found = database.execute(
        "SELECT digest FROM outgoing WHERE topic = ? AND event = ?", (outgoing.topic, event)
    ).fetchone()
    if found is None:
        database.execute(
            "INSERT INTO outgoing (topic, event, partition, key, value, headers, digest, appended) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                outgoing.topic,
                event,
                outgoing.partition,
                outgoing.key,
                outgoing.value,
                headers,
                digest,
                appended.timestamp(),
            ),
        )
    elif found[0] != digest:
        raise SaidOtherwise(event)
    return event


def _receipt(database: sqlite3.Connection, topic: str, event: EventId) -> Receipt:
    return receipt_of(
        database.execute(
            f"SELECT {RECEIPT} FROM outgoing WHERE topic = ? AND event = ?",  # noqa: S608
            (topic, event),
        ).fetchone()
    )
