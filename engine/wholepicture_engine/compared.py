"""What stands in a partition of Kafka now, compared with what a stage has handled there.

A record is the one that was handled where its offset, its bytes and the time at which the broker
appended it are the same. The time tells a record that was published again, after Kafka was restored
from an older copy, from the one that stood at the same offset before.
"""

from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import ColumnElement, and_, func, select
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.reading import read_to_end
from wholepicture_bus.records import Partition, Record

from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import HANDLED

_AT_ONCE = 200
"""How many records are compared with one query."""


def of_partition(stage: str, place: Partition) -> ColumnElement[bool]:
    """The rows of what a stage handled in a partition."""
    topic, partition = place
    return and_(
        HANDLED.c.stage == stage, HANDLED.c.topic == topic, HANDLED.c.partition == partition
    )


def first_other(
    bootstrap: str,
    database: Database,
    stage: str,
    place: Partition,
    *,
    log: LogEnds,
    handled_to: int,
    same_topic: bool,
) -> int | None:
    """The first offset below ``handled_to`` where Kafka has not what was handled there.

    None where all of it is the same. What is older than what is kept is taken for the same, unless
    the topic was made anew.

    Raises:
        TransientError: Kafka is away.
    """
    kept = first_kept(database, stage, place)
    begin = log.first
    if same_topic:
        begin = max(begin, handled_to if kept is None else min(kept, handled_to))
    end = min(log.end, handled_to)
    topic, partition = place
    rest = read_to_end(bootstrap, topic, only={partition: (begin, end)})
    while records := list(islice(rest, _AT_ONCE)):
        known = _known(database, stage, place, records[0], records[-1])
        for record in records:
            if known.get(record.place.offset) != (record.digest(), record.appended):
                return record.place.offset
    return log.end if log.end < handled_to else None


def first_kept(database: Database, stage: str, place: Partition) -> int | None:
    """The first offset of which it is kept what was made of it; None where nothing is."""
    with database.transaction() as transaction:
        found: int | None = transaction.connection.execute(
            select(func.min(HANDLED.c.offset)).where(of_partition(stage, place))
        ).scalar_one_or_none()
    return found


def _known(
    database: Database, stage: str, place: Partition, first: Record, last: Record
) -> dict[int, tuple[bytes, datetime]]:
    within = HANDLED.c.offset.between(first.place.offset, last.place.offset)
    with database.transaction() as transaction:
        rows = transaction.connection.execute(
            select(HANDLED.c.offset, HANDLED.c.digest, HANDLED.c.appended).where(
                of_partition(stage, place), within
            )
        ).all()
    return {row.offset: (bytes(row.digest), _aware(row.appended)) for row in rows}


def _aware(time: datetime) -> datetime:
    """SQLite gives times back without their zone."""
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
