"""Attempts: how often a record ended the process that worked on it.

The count is committed before the work begins, so that it outlives the process. A record that was
counted too often is held: else it would end every process that takes it up. A batch is counted as
a whole at first: most processes end for another reason than their records, and a thousand records
one at a time would keep an urgent one waiting for nothing.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, func, select
from wholepicture_bus.records import Partition, Place, Record

from wholepicture_engine import ownership
from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.tables import ATTEMPT

MOST_ATTEMPTS = 3
"""How often a record may end the process before it is held."""
_KEY = ("stage", "topic", "partition", "offset")


class Attempts:
    """The attempts of one stage, as one process makes them."""

    def __init__(self, stage: str, database: Database) -> None:
        self._stage, self._database = stage, database
        self._tried: set[Place] = set()

    def begin_together(
        self, records: Sequence[Record], tokens: Mapping[Partition, ownership.Token]
    ) -> frozenset[Place]:
        """Count an attempt of a batch; the places of those that an earlier process counted.

        Those are to be handled one at a time, and were not counted here: in each partition they are
        the first. The others were counted together, and can be handled together behind them.
        """
        fresh = [record for record in records if record.place not in self._tried]
        if not fresh:
            return frozenset()
        counted: list[dict[str, object]] = []
        suspected: dict[Partition, range] = {}
        with self._database.transaction() as transaction:
            for (topic, partition), offsets in _by_partition(fresh).items():
                first = ownership.lock(transaction, self._stage, tokens[topic, partition])
                last = self._last_counted(transaction, topic, partition, max(offsets))
                behind = first if last is None else max(first, last + 1)
                suspected[topic, partition] = range(first, behind)
                counted += [
                    self._row(topic, partition, offset, 1) for offset in offsets if offset >= behind
                ]
            transaction.upsert(ATTEMPT, counted, _KEY, ())
        places = {record.place for record in fresh}
        again = frozenset(
            place for place in places if place.offset in suspected[place.topic, place.partition]
        )
        self._tried.update(places - again)
        return again

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
            row = self._row(place.topic, place.partition, place.offset, attempts)
            transaction.upsert(ATTEMPT, [row], _KEY, ("count",))
        self._tried.add(place)
        if attempts > MOST_ATTEMPTS:
            return f"the process ended {MOST_ATTEMPTS} times while it worked on this record"
        return None

    def forget(self, transaction: Transaction, records: Sequence[Record]) -> None:
        """Forget the attempts of records that are handled now, and of all before them."""
        for (topic, partition), offsets in _by_partition(records).items():
            transaction.connection.execute(
                delete(ATTEMPT).where(self._up_to(topic, partition, max(offsets)))
            )
        self._tried.difference_update(record.place for record in records)

    def _row(self, topic: str, partition: int, offset: int, count: int) -> dict[str, object]:
        return {
            "stage": self._stage, "topic": topic, "partition": partition, "offset": offset,
            "count": count,
        }  # fmt: skip

    def _last_counted(
        self, transaction: Transaction, topic: str, partition: int, last: int
    ) -> int | None:
        """The last offset up to ``last`` that was counted and not handled since."""
        last_counted: int | None = transaction.connection.execute(
            select(func.max(ATTEMPT.c.offset)).where(self._up_to(topic, partition, last))
        ).scalar_one_or_none()
        return last_counted

    def _up_to(self, topic: str, partition: int, last: int) -> ColumnElement[bool]:
        return and_(
            ATTEMPT.c.stage == self._stage,
            ATTEMPT.c.topic == topic,
            ATTEMPT.c.partition == partition,
            ATTEMPT.c.offset <= last,
        )

    def _where(self, place: Place) -> ColumnElement[bool]:
        return and_(
            ATTEMPT.c.stage == self._stage,
            ATTEMPT.c.topic == place.topic,
            ATTEMPT.c.partition == place.partition,
            ATTEMPT.c.offset == place.offset,
        )


def _by_partition(records: Sequence[Record]) -> dict[Partition, list[int]]:
    """The offsets of records by partition, in the order in which partitions are locked."""
    offsets: dict[Partition, list[int]] = {}
    for record in records:
        place = record.place
        offsets.setdefault((place.topic, place.partition), []).append(place.offset)
    return dict(sorted(offsets.items()))
