"""Reading topics to their ends, from their beginnings or from where somebody stood before."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from kafka import TopicPartition
from kafka.errors import KafkaError
from wholepicture_bus import client
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.errors import TransientError
from wholepicture_bus.records import Partition, Record, record_of
from wholepicture_bus.refusals import as_ours

_PATIENCE = 60.0
"""Seconds without a new record after which reading fails."""


def read_on(
    bootstrap: str,
    names: Sequence[str],
    each: Callable[[Record], None],
    since: Mapping[Partition, int] | None = None,
) -> dict[Partition, LogEnds]:
    """Hand over every committed record of those of the topics that are there, from ``since`` on.

    A partition of which ``since`` says nothing, or more than it has, is read from its beginning.
    The answer says where each partition that is there begins and ends.

    Raises:
        TransientError: the broker is away, or stops answering.
    """
    stood = since or {}
    try:
        with closing(client.consumer(bootstrap, None)) as reader:
            places = [
                TopicPartition(name, partition)
                for name in names
                for partition in sorted(reader.partitions_for_topic(name) or ())
            ]
            begins, ends = reader.beginning_offsets(places), reader.end_offsets(places)
            starts = {}
            for place in places:
                start = stood.get((place.topic, place.partition), 0)
                known = begins[place] <= start <= ends[place]
                starts[place] = start if known else begins[place]
            left = {place for place in places if starts[place] < ends[place]}
            if left:
                reader.assign(sorted(left))
            for place in left:
                reader.seek(place, starts[place])
            moved = time.monotonic()
            while left:
                for batch in reader.poll(timeout_ms=200).values():
                    for record in batch:
                        each(record_of(record, ""))
                    moved = time.monotonic()
                left = {place for place in left if reader.position(place) < ends[place]}
                if time.monotonic() - moved > _PATIENCE:
                    raise TransientError("Kafka stops answering. Try again.")
            return {
                (place.topic, place.partition): LogEnds(begins[place], ends[place])
                for place in places
            }
    except KafkaError as error:
        raise as_ours(error) from None
