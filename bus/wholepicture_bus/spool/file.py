"""The spool's file: records in the order in which they were appended, each with its status.

A record is appended once its transaction is on the disk (synchronous=FULL). It is sent once Kafka
has acknowledged it. Sent records stay until they are pruned, so that receipts can be looked up.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import counting
from wholepicture_bus.spool.appending import append_one, check, receipt_in
from wholepicture_bus.spool.errors import SpoolUnavailable
from wholepicture_bus.spool.rows import Counts, Receipt, SpooledRecord, receipt_of, row_of
from wholepicture_bus.spool.said import Said, forget_contents, keep_said
from wholepicture_bus.spool.tables import COLUMNS, HELD_BEHIND, HISTORY, LIVE, RECEIPT, make_tables
from wholepicture_bus.steps import reached
from wholepicture_bus.topics import INPUT_BYTES

_FORMAT = 1
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

    def append(
        self, outgoings: Sequence[Outgoing], exported: Sequence[Said] = ()
    ) -> tuple[Receipt, ...]:
        """The receipts of the records, in order, once all of them are on the disk.

        Appending is idempotent: a record whose id and bytes are here already gives its first
        receipt, and is not sent twice. ``exported`` is what an export says now of published events;
        it is kept in the same transaction.

        Raises:
            NotAppended: where one of them cannot be sent ever; then none of them was appended.
            SpoolUnavailable: where the file cannot be written; likewise.
        """
        for outgoing in outgoings:
            check(outgoing, self._most_bytes)
        appended = self._now()
        with self.transaction() as database:
            events = [append_one(database, outgoing, appended) for outgoing in outgoings]
            for newest in exported:
                keep_said(database, newest, appended)
            receipts = [
                receipt_in(database, outgoing.topic, event)
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

        History comes behind everything else: it is told only where nothing else waits.
        What amends an event that Kafka refused does not go before that is settled.
        At most ``limit`` records and ``most_bytes``, and at least one where any is waiting.
        """
        topics = tuple(without)
        waiting = (self._unsent(topics, lane, limit, most_bytes) for lane in (LIVE, HISTORY))
        return next(filter(None, waiting), ())

    def _unsent(
        self, topics: tuple[str, ...], lane: str, limit: int, most_bytes: int | None
    ) -> tuple[SpooledRecord, ...]:
        """The oldest waiting records of one lane."""
        query = (
            f"SELECT {COLUMNS} FROM outgoing WHERE {lane} "  # noqa: S608 - marks only
            f"AND ({HELD_BEHIND}) IS NOT TRUE "
            f"AND topic NOT IN ({', '.join('?' * len(topics))}) ORDER BY position LIMIT ?"
        )
        found: list[SpooledRecord] = []
        size = 0
        with self.reading() as database:
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
        with self.reading() as database:
            return counting.counts(database)

    def receipt(self, event: str) -> Receipt | None:
        """The receipt of an event as it stands now; None where the spool does not know it."""
        with self.reading() as database:
            found = database.execute(
                f"SELECT {RECEIPT} FROM outgoing WHERE event = ? ORDER BY position",  # noqa: S608
                (event,),
            ).fetchone()
        return receipt_of(found) if found else None

    def row(self, event: str) -> SpooledRecord | None:
        """The record of an event; None where the spool does not know it, or no longer."""
        with self.reading() as database:
            found = database.execute(
                f"SELECT {COLUMNS} FROM outgoing WHERE event = ? ORDER BY position",  # noqa: S608
                (event,),
            ).fetchone()
        return row_of(found) if found else None

    def mark_sent(self, rows: Iterable[SpooledRecord]) -> None:
        """Mark these records as acknowledged by Kafka."""
        now = self._now().timestamp()
        with self.transaction() as database:
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
        with self.transaction() as database:
            database.executemany(
                "UPDATE outgoing SET attempts = attempts + 1, error = ?, refused = ? "
                "WHERE position = ? AND sent IS NULL",
                [(error, refused, row.position) for row in rows],
            )

    def again(self, event: str) -> bool:
        """Make the record of an event wait again, unchanged; whether the spool has it."""
        with self.transaction() as database:
            found = database.execute(
                "UPDATE outgoing SET sent = NULL, refused = 0, error = NULL WHERE event = ?",
                (event,),
            ).rowcount
        return found > 0

    def prune(self, before: datetime) -> int:
        """Remove the records that were sent before this time; how many they were.

        Of each a digest stays, so that the next export that has the event is recognised.
        """
        with self.transaction() as database:
            forget_contents(database, before)
            removed = database.execute(
                "DELETE FROM outgoing WHERE sent IS NOT NULL AND sent < ?", (before.timestamp(),)
            ).rowcount
        with self.reading() as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return removed

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        with self._one_at_a_time:
            self._database.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file's database, for the modules of the spool.

        Raises:
            SpoolUnavailable: where it cannot be read.
        """
        with self._one_at_a_time, _told_as_unavailable(self.path):
            yield self._database

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The file's database in a transaction that is on the disk at the end, or undone.

        Raises:
            SpoolUnavailable: where it cannot be written; nothing of the transaction is kept.
        """
        with self.reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise

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
            make_tables(self._database)
            self._database.execute(f"PRAGMA user_version = {_FORMAT}")
        except BaseException:
            self._database.close()
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
