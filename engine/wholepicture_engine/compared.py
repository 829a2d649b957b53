"""What stands in a partition of Kafka now, compared with what a stage has handled there.

A record is the one that was handled where its offset, its bytes and the time at which the broker
appended it are the same. The time tells a record that was published again, after Kafka was restored
from an older copy, from the one that stood at the same offset before.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from sqlalchemy import ColumnElement, and_, func, select
from wholepicture_bus import client
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.errors import TransientError
from wholepicture_bus.records import Partition, Record, record_of
from wholepicture_bus.refusals import as_ours

from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import HANDLED

_POLL_MS = 500
_SILENT_POLLS = 60
"""After so many polls that bring nothing, Kafka counts as away."""


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
    for records in _read(bootstrap, place, begin, end):
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


def _read(bootstrap: str, place: Partition, begin: int, end: int) -> Iterator[list[Record]]:
    """The committed records of a partition between two offsets, in batches."""
    if begin >= end:
        return
    there = TopicPartition(*place)
    silent = 0
    try:
        with closing(_consumer(bootstrap, there, begin)) as consumer:
            while consumer.position(there) < end and silent < _SILENT_POLLS:
                found = consumer.poll(timeout_ms=_POLL_MS).get(there, [])
                silent = 0 if found else silent + 1
                records = [record_of(one, "") for one in found if one.offset < end]
                if records:
                    yield records
    except KafkaError as error:
        raise as_ours(error) from None
    if silent >= _SILENT_POLLS:
        raise TransientError(f"Kafka gives no records of {place[0]}/{place[1]}: try it again.")


def _consumer(bootstrap: str, place: TopicPartition, begin: int) -> Any:
    consumer = client.consumer(bootstrap, None)
    consumer.assign([place])
    consumer.seek(place, begin)
    return consumer
