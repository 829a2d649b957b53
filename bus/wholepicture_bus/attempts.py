"""Attempts: how often a record ended the process that worked on it.

The count is committed before the work begins, so that it outlives the process. A record that was
counted too often is held: else it would end every process that takes it up.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, select

from wholepicture_bus import ownership
from wholepicture_bus.records import Place, Record
from wholepicture_bus.store import Database, Transaction
from wholepicture_bus.store.tables import ATTEMPT

MOST_ATTEMPTS = 3
"""How often a record may end the process before it is held."""


class Attempts:
    """The attempts of one stage, as one process makes them."""

    def __init__(self, stage: str, database: Database) -> None:
        self._stage, self._database = stage, database
        self._tried: set[Place] = set()

    def begin(self, record: Record, token: ownership.Token) -> str | None:
        """Count an attempt and commit the count; the reason to hold the record, past the ceiling.

        Only what ends the process counts: an attempt that this process has lived through, because
        the database went away meanwhile, is the same attempt when it is made again.
        """
        place = record.place
        if place in self._tried:
            return None
        with self._database.transaction() as transaction:
            if place.offset < ownership.lock(transaction, self._stage, token):
                return None
            count = transaction.connection.execute(
                select(ATTEMPT.c.count).where(self._where(place))
            ).scalar_one_or_none()
            attempts = (count or 0) + 1
            row = {
                "stage": self._stage, "topic": place.topic, "partition": place.partition,
                "offset": place.offset, "count": attempts,
            }  # fmt: skip
            key = ("stage", "topic", "partition", "offset")
            transaction.upsert(ATTEMPT, [row], key, ("count",))
        self._tried.add(place)
        if attempts > MOST_ATTEMPTS:
            return f"the process ended {MOST_ATTEMPTS} times while it worked on this record"
        return None

    def forget(self, transaction: Transaction, records: Sequence[Record]) -> None:
        """Forget the attempts of records that are handled now."""
        for record in records:
            transaction.connection.execute(delete(ATTEMPT).where(self._where(record.place)))
            self._tried.discard(record.place)

    def _where(self, place: Place) -> ColumnElement[bool]:
        return and_(
            ATTEMPT.c.stage == self._stage,
            ATTEMPT.c.topic == place.topic,
            ATTEMPT.c.partition == place.partition,
            ATTEMPT.c.offset == place.offset,
        )
