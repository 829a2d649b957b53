"""Reading one of the bus's own topics to its end, in the order in which it was written."""

import heapq
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from wholepicture_bus import client
from wholepicture_bus.errors import StopError, TransientError
from wholepicture_bus.records import Record, record_of
from wholepicture_bus.refusals import as_ours

_WAIT_MS = 500
_PATIENCE = 60.0
"""Seconds without a new record after which reading fails."""

Progress = Callable[[int, int], None]
"""Called with the number of offsets read, and with the number of all."""


Spans = Mapping[int, tuple[int, int]]
"""Of each partition: the first offset to read, and the one at which reading ends."""


def read_to_end(
    bootstrap: str,
    topic: str,
    progress: Progress = lambda _read, _of: None,
    *,
    only: Spans | None = None,
) -> Iterator[Record]:
    """Every record that is there now, by the time at which the broker appended it.

    Each partition is read by a consumer of its own. The partitions are merged as they are read, so
    none is kept in memory while another catches up. Where ``only`` is given, only those parts are
    read.

    Raises:
        StopError: there is no such topic.
        TransientError: the broker is away, or stops answering.
    """
    if only is None:
        spans = _spans(bootstrap, topic)
    else:
        spans = {TopicPartition(topic, partition): span for partition, span in only.items()}
    everything = sum(end - begin for begin, end in spans.values())
    read = dict.fromkeys(spans, 0)

    def told(place: TopicPartition, at: int) -> None:
        read[place] = at - spans[place][0]
        progress(sum(read.values()), everything)

    partitions = [
        _partition(bootstrap, place, begin, end, told)
        for place, (begin, end) in spans.items()
        if begin < end
    ]
    yield from heapq.merge(*partitions, key=lambda record: record.appended)
    progress(everything, everything)


def _spans(bootstrap: str, topic: str) -> dict[TopicPartition, tuple[int, int]]:
    try:
        with closing(client.consumer(bootstrap, None)) as reader:
            partitions = reader.partitions_for_topic(topic)
            if not partitions:
                raise StopError(
                    f"There is no topic {topic} on this broker: nothing has run there yet. "
                    "Check KAFKA_BOOTSTRAP_SERVERS."
                )
            places = [TopicPartition(topic, partition) for partition in sorted(partitions)]
            begins, ends = reader.beginning_offsets(places), reader.end_offsets(places)
            return {place: (begins[place], ends[place]) for place in places}
    except KafkaError as error:
        raise _away(error) from None


def _partition(
    bootstrap: str,
    place: TopicPartition,
    begin: int,
    end: int,
    told: Callable[[TopicPartition, int], None],
) -> Iterator[Record]:
    try:
        with closing(client.consumer(bootstrap, None)) as reader:
            reader.assign([place])
            reader.seek(place, begin)
            yield from _until(reader, place, end, told)
    except KafkaError as error:
        raise _away(error) from None


def _until(
    reader: Any, place: TopicPartition, end: int, told: Callable[[TopicPartition, int], None]
) -> Iterator[Record]:
    """The records of a partition up to an end; a transaction marker only moves the offset."""
    at, moved = reader.position(place), time.monotonic()
    while at < end:
        for record in reader.poll(timeout_ms=_WAIT_MS).get(place, ()):
            if record.offset < end:
                yield record_of(record, "")
        now = reader.position(place)
        if now > at:
            at, moved = now, time.monotonic()
            told(place, min(at, end))
        elif time.monotonic() - moved > _PATIENCE:
            raise TransientError(f"{place.topic} could not be read to its end: try again.")


def _away(error: KafkaError) -> TransientError:
    return as_ours(error)
