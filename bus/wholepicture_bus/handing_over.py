"""Records handed over to a producer together: a batch of each partition, not one record each.

kafka-python takes records one by one, each with locks, checks and a future of its own. A stage
sends many at once and waits for all of them, and Kafka answers for a batch as a whole, so they are
handed over as batches. What happens to a batch then is the producer's: when it goes, how it is
compressed, numbered and sent again. tests/bus/test_handing_over.py fails where another version of
kafka-python behaves differently.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from kafka import TopicPartition
from kafka.errors import IllegalStateError, KafkaTimeoutError, MessageSizeTooLargeError
from kafka.partitioner.default import murmur2
from kafka.producer.producer_batch import ProducerBatch
from kafka.record.memory_records import MemoryRecordsBuilder

from wholepicture_bus.record_format import written
from wholepicture_bus.records import Outgoing

_VERSION = 2
"""Of the record format."""


class HandedOver:
    """One record on its way: Kafka answers for the batch that it is in."""

    __slots__ = ("_number", "_result")

    def __init__(self, result: Any, number: int) -> None:
        self._result, self._number = result, number

    def rebind(self, result: Any, number: int) -> None:
        """Be in another batch: the client splits one that is larger than its topic takes."""
        before, self._result, self._number = self._result, result, number
        before._latch.set()  # noqa: SLF001 - wakes who waits for a batch that never comes

    def wait(self, until: float) -> None:
        """Wait until Kafka has it; ``until`` is a time of the monotonic clock.

        Raises:
            KafkaError: Kafka refuses it, or has not answered in time.
        """
        while not self._result.is_done:
            left = until - time.monotonic()
            if left <= 0 or not self._result.wait(left):
                raise KafkaTimeoutError("Kafka has not answered in time.")
        if self._result.failed():
            raise self._result.exception
        *_, failures = self._result.value
        if failures is not None:
            raise failures(self._number)


def handed_over(producer: Any, outputs: Iterable[Outgoing]) -> list[HandedOver]:
    """What becomes of each output, in some order. Those of one partition stay in theirs.

    They are on their way, and not sent yet.

    Raises:
        KafkaError: the producer takes nothing more, or an output is larger than it may be.
    """
    batches: list[Any] = []
    now, milliseconds = time.monotonic(), int(time.time() * 1000)
    largest, size = producer.config["max_request_size"], producer.config["batch_size"]
    for place, of_place in _by_partition(producer, outputs).items():
        bodies: list[bytes] = []
        filled = 0
        for output in of_place:
            body = written(len(bodies), output.key, output.value, output.headers)
            if len(body) > largest:
                raise MessageSizeTooLargeError(f"A record of {len(body)} bytes is too large.")
            if bodies and filled + len(body) > size:
                batches.append(_batch(producer, place, bodies, now, milliseconds))
                body = written(0, output.key, output.value, output.headers)
                bodies, filled = [], 0
            bodies.append(body)
            filled += len(body)
        batches.append(_batch(producer, place, bodies, now, milliseconds))
    _give(producer, batches)
    return [outcome for batch in batches for outcome in batch._record_futures]  # noqa: SLF001


def _by_partition(
    producer: Any, outputs: Iterable[Outgoing]
) -> dict[TopicPartition, list[Outgoing]]:
    found: dict[TopicPartition, list[Outgoing]] = {}
    counts: dict[str, int] = {}
    for output in outputs:
        count = counts.get(output.topic)
        if count is None:
            count = counts[output.topic] = len(producer.partitions_for(output.topic))
        place = TopicPartition(output.topic, _partition(producer, output, count))
        found.setdefault(place, []).append(output)
    return found


def _partition(producer: Any, output: Outgoing, count: int) -> int:
    if output.partition is not None:
        return output.partition
    if count == 1:  # then no key has to be hashed to know it
        return 0
    ordered = output.key if output.order_by is None else output.order_by
    if ordered is not None:
        return int(murmur2(ordered) & 0x7FFFFFFF) % count
    partitioner, known = producer.config["partitioner"], producer._metadata  # noqa: SLF001
    return int(partitioner.partition(output.topic, None, None, output.value, output.value, known))


def _batch(
    producer: Any, place: TopicPartition, bodies: Sequence[bytes], now: float, milliseconds: int
) -> Any:
    """A batch of the producer that holds these records, as if it had taken each."""
    config = producer.config
    records = MemoryRecordsBuilder(_VERSION, config["compression_attrs"], config["batch_size"])
    builder = records._builder  # noqa: SLF001 - its own way is one record at a time
    builder._buffer += b"".join(bodies)  # noqa: SLF001 - likewise
    builder._num_records = records._next_offset = len(bodies)  # noqa: SLF001 - likewise
    builder._last_offset = len(bodies) - 1  # noqa: SLF001 - likewise
    builder._first_timestamp = builder._max_timestamp = milliseconds  # noqa: SLF001 - likewise
    batch = ProducerBatch(place, records, now=now)
    batch._record_futures = [  # noqa: SLF001 - it tells these where it is split
        HandedOver(batch.produce_future, number) for number in range(len(bodies))
    ]
    return batch


def _give(producer: Any, batches: Sequence[Any]) -> None:
    """Have the producer send the batches with its next requests, as its own ``send`` does."""
    accumulator, manager = producer._accumulator, producer._transaction_manager  # noqa: SLF001
    accumulator._appends_in_progress.increment()  # noqa: SLF001
    try:
        for batch in batches:
            place = batch.topic_partition
            if manager is not None and manager.is_transactional():
                manager.maybe_add_partition_to_transaction(place)
            with accumulator._tp_lock(place):  # noqa: SLF001
                if accumulator._closed:  # noqa: SLF001
                    raise IllegalStateError("The producer is closed.")
                accumulator._batches[place].append(batch)  # noqa: SLF001
                accumulator._incomplete.add(batch)  # noqa: SLF001
    finally:
        accumulator._appends_in_progress.decrement()  # noqa: SLF001
    producer._sender.wakeup()  # noqa: SLF001
